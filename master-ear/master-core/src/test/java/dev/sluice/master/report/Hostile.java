package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.RecordBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** A node with a certificate of the cluster whose batches are anything that bytes can be. */
record Hostile(String node, Random random) {
    private static final List<Instant> TIMES = List.of(
            Instant.EPOCH,
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("1899-12-31T23:59:59Z"),
            Instant.now().plus(Duration.ofDays(400)),
            Instant.now().minus(Duration.ofDays(20)));

    /** Where its numbers are in a frame's payload: version, time, nanoseconds, duration, port, status, bytes, epoch, revision. */
    private static final int[] NUMBERS = {0, 1, 9, 13, 21, 25, 29, 37, 45, 53};

    private static final int HEADER = 8;
    private static final int FIRST_TEXT = 61;
    private static final List<Long> SEQUENCES =
            List.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 20, 1L << 40, Integer.MAX_VALUE + 1L);

    RecordBatch batch() {
        int count = 1 + random.nextInt(8);
        byte[] frames = frames(count);
        long boot = random.nextInt(10) == 0 ? SEQUENCES.get(random.nextInt(SEQUENCES.size())) : random.nextInt(4);
        long first = random.nextInt(4) == 0 ? SEQUENCES.get(random.nextInt(SEQUENCES.size())) : random.nextInt(60);
        int said = random.nextInt(5) == 0 ? liedCount() : count;
        return new RecordBatch(node, boot, first, said, random.nextInt(3) == 0, ByteBuffer.wrap(frames));
    }

    private int liedCount() {
        return List.of(0, -1, 1, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE).get(random.nextInt(6));
    }

    private byte[] frames(int count) {
        List<AccessRecord> records =
                IntStream.range(0, count).mapToObj(i -> record()).toList();
        ByteBuffer buffer = Samples.batch(node, 1, 0, records).frames();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length)); // truncated
            case 1 -> flipped(bytes);
            case 2 -> lyingLength(bytes);
            case 3 -> noise(random.nextInt(50_000));
            case 4 -> sealed(wrongNumber(bytes));
            case 5 -> sealed(wrongText(bytes));
            case 6 -> longText();
            case 7 -> followed(bytes);
            default -> bytes;
        };
    }

    private AccessRecord record() {
        Instant time = TIMES.get(random.nextInt(TIMES.size()));
        String host = List.of("a\u0001\u001b[31m", "\ud800", "\u202eevil", "x".repeat(9_000), "")
                .get(random.nextInt(5));
        return Samples.record(time, host, random.nextInt(), "192.0.2.1", random.nextBoolean() ? "block" : "?");
    }

    private byte[] flipped(byte[] bytes) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private byte[] lyingLength(byte[] bytes) {
        int length = List.of(0, -1, 1, 16_384, Integer.MAX_VALUE, bytes.length).get(random.nextInt(6));
        ByteBuffer.wrap(bytes).putInt(0, length);
        return bytes;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] wrongNumber(byte[] bytes) {
        int at = HEADER + NUMBERS[random.nextInt(NUMBERS.length)];
        if (at == HEADER) {
            bytes[at] = (byte) (random.nextInt(4) - 1);
        } else {
            ByteBuffer.wrap(bytes)
                    .putInt(
                            at,
                            List.of(-1, Integer.MIN_VALUE, Integer.MAX_VALUE).get(random.nextInt(3)));
        }
        return bytes;
    }

    /** No UTF-8, NUL, surrogates, or a length that is not its own. */
    private byte[] wrongText(byte[] bytes) {
        int end = HEADER + ByteBuffer.wrap(bytes).getInt(0);
        for (int i = 0; i < 20; i++) {
            bytes[FIRST_TEXT + HEADER + random.nextInt(end - FIRST_TEXT - HEADER)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** One record whose texts are as long as a frame lets them be, and longer than the database has in an index. */
    private byte[] longText() {
        int length = 15_000;
        ByteBuffer frame = ByteBuffer.allocate(HEADER + FIRST_TEXT + 17 * Short.BYTES + length);
        frame.position(HEADER).put((byte) 1).putLong(Instant.now().getEpochSecond());
        frame.position(HEADER + FIRST_TEXT);
        int longOne = random.nextInt(17);
        for (int text = 0; text < 17; text++) {
            frame.putShort((short) (text == longOne ? length : 0));
            for (int i = 0; text == longOne && i < length; i++) {
                frame.put((byte) ('!' + random.nextInt(90)));
            }
        }
        frame.putInt(0, frame.capacity() - HEADER);
        return sealed(frame.array());
    }

    private byte[] followed(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + random.nextInt(100_000));
    }

    /** With the right checksum on its first frame. */
    private static byte[] sealed(byte[] bytes) {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, HEADER, frame.getInt(0));
        frame.putInt(Integer.BYTES, (int) checksum.getValue());
        return bytes;
    }
}
