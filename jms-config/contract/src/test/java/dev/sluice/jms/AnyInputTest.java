package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in, a codec gives a value or a {@link MalformedMessageException}. The seeds are fixed. */
class AnyInputTest {
    private static final int ROUNDS = 5_000;
    private static final String ALPHABET = "{}[]\",:\\ue0129.-+ntf\u0000é😀";

    private interface Reading {
        Object read() throws MalformedMessageException;
    }

    private int values;
    private int refusals;

    @Test
    void damagedJsonIsReadOrRefused() {
        Random random = new Random(1);
        String policy = Samples.text("policy-1.json");
        String state = Samples.text("state-2.json");
        String applied = Samples.text("applied-1.json");
        for (int i = 0; i < ROUNDS; i++) {
            String damagedPolicy = damage(policy, random);
            String damagedState = damage(state, random);
            String damagedApplied = damage(applied, random);
            readOrRefuse(damagedPolicy, () -> MessageCodec.readPolicy(damagedPolicy));
            readOrRefuse(damagedPolicy, () -> PolicyCodec.read(damagedPolicy));
            readOrRefuse(damagedState, () -> MessageCodec.readState(damagedState));
            readOrRefuse(damagedApplied, () -> MessageCodec.readApplied(damagedApplied));
        }
        assertThat(values).isGreaterThan(ROUNDS / 50);
        assertThat(refusals).isGreaterThan(ROUNDS);
    }

    @Test
    void damagedFramesAreReadOrRefused() {
        Random random = new Random(2);
        byte[] frame = AccessRecordCodecTest.frame(Samples.RECORD);
        for (int i = 0; i < ROUNDS; i++) {
            ByteBuffer damaged = ByteBuffer.wrap(frame.clone());
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged.put(8 + random.nextInt(frame.length - 8), (byte) random.nextInt());
            }
            AccessRecordCodecTest.seal(damaged);
            readOrRefuse(damaged.toString(), () -> AccessRecordCodec.read(damaged));
        }
        assertThat(values).isGreaterThan(ROUNDS / 50);
        assertThat(refusals).isGreaterThan(ROUNDS / 50);
    }

    private void readOrRefuse(String input, Reading reading) {
        try {
            assertThat(reading.read()).isNotNull();
            values++;
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageNotContaining("null");
            refusals++;
        } catch (RuntimeException | StackOverflowError e) {
            fail("threw on: " + input, e);
        }
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), at + random.nextInt(1 + random.nextInt(20)));
            switch (random.nextInt(3)) {
                case 0 -> damaged.delete(at, end);
                case 1 -> damaged.insert(random.nextInt(damaged.length()), damaged.substring(at, end));
                default -> damaged.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
        }
        return damaged.toString();
    }
}
