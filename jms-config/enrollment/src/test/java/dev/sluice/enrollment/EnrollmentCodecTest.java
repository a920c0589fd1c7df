package dev.sluice.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.identity.CertificateChain;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrollmentCodecTest {
    private static final EnrollmentRequest REQUEST = new EnrollmentRequest(
            "abcdefgh",
            "slave-1",
            text("request.pem"),
            "0.1.0",
            new Protocol(1, 2),
            Instant.parse("2026-01-31T12:00:00.123456Z"),
            "0123456789abcdef".repeat(4));

    private static final Approved APPROVED =
            new Approved("slave-1", chain(), "broker.example", 61617, "branch", new Revision(2, 17), "c0ffee");

    private static final Pending PENDING = new Pending("Zm9vYmFyYmF6cXV4-_", Duration.ofSeconds(5));

    private static final Refusal REFUSAL =
            new Refusal(Reason.CLOCK_OFF, "The clock of slave-1 is 42 s behind; set it and try again.");

    @Test
    void writesEachMessageAsItsSample() {
        assertThat(EnrollmentCodec.write(REQUEST)).isEqualTo(sample("enrollment-request.json"));
        assertThat(EnrollmentCodec.write(APPROVED)).isEqualTo(sample("enrollment-approved.json"));
        assertThat(EnrollmentCodec.write(PENDING)).isEqualTo(sample("enrollment-pending.json"));
        assertThat(EnrollmentCodec.write(REFUSAL)).isEqualTo(sample("enrollment-refusal.json"));
    }

    @Test
    void readsEachSample() throws Exception {
        assertThat(EnrollmentCodec.readRequest(sample("enrollment-request.json")))
                .isEqualTo(REQUEST);
        assertThat(EnrollmentCodec.readAnswer(sample("enrollment-approved.json")))
                .isEqualTo(APPROVED);
        assertThat(EnrollmentCodec.readAnswer(sample("enrollment-pending.json")))
                .isEqualTo(PENDING);
        var refusal = EnrollmentCodec.readRefusal(sample("enrollment-refusal.json"));
        assertThat(refusal.reason()).isEqualTo("clock-off");
        assertThat(refusal).hasMessage(REFUSAL.text());
    }

    @Test
    void knowsEveryReasonByItsWord() {
        for (var reason : Reason.values()) {
            assertThat(Reason.of(reason.word())).contains(reason);
        }
        assertThat(Reason.USED_UP_KEY.word()).isEqualTo("used-up-key");
        assertThat(Reason.of("phase-of-the-moon")).isEmpty();
    }

    @Test
    void ignoresFieldsThatALaterVersionAdds() throws Exception {
        var later = sample("enrollment-request.json").replaceFirst("\\{", "{\"later\":{\"a\":[1]},");

        assertThat(EnrollmentCodec.readRequest(later)).isEqualTo(REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":1 | \"v\":2 | v: this reader understands version 1 only",
                "\"key\":\"abcdefgh\" | \"key\":\"abcdefg1\" | key: must be 8 letters a-z or digits 2-7",
                "\"node\":\"slave-1\" | \"node\":\"a,OU=master\" | node: must be letters, digits, dots, underscores and hyphens, at most 64",
                "\"version\":\"0.1.0\" | \"version\":\" \" | version: must have 1 to 64 characters",
                "\"oldest\":1 | \"oldest\":3 | protocol.newest: must not be below oldest, which is at least 1",
                "\"clock\":\"2026 | \"clock\":\"x2026 | clock: must be a time such as 2026-01-31T12:00:00Z",
                "\"proof\":\"0 | \"proof\":\"G | proof: must be 64 hexadecimal digits in lower case",
                "\"request\": | \"requests\": | request: missing",
            })
    void namesTheFieldOfARequestThatIsWrong(String part, String replacement, String problem) {
        var json = sample("enrollment-request.json");
        assertThat(json).contains(part);

        assertThatThrownBy(() -> EnrollmentCodec.readRequest(json.replace(part, replacement)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"approved\" | \"granted\" | status: must be approved or pending",
                "\"port\":61617 | \"port\":0 | broker.port: must be from 1 to 65535",
                "-----END | -----DNE | chain: the certificate chain cannot be read",
                "\"node\":\"slave-1\" | \"node\":\"../x\" | node: must be letters, digits, dots, underscores and hyphens, at most 64",
            })
    void namesTheFieldOfAnAnswerThatIsWrong(String part, String replacement, String problem) {
        var json = sample("enrollment-approved.json");
        assertThat(json).contains(part);

        assertThatThrownBy(() -> EnrollmentCodec.readAnswer(json.replace(part, replacement)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(problem);
    }

    @Test
    void takesNoIdThatIsAPath() {
        var json = sample("enrollment-pending.json").replace(PENDING.id(), "../../../../tokens");

        assertThatThrownBy(() -> EnrollmentCodec.readAnswer(json))
                .hasMessage("id: must be 16 to 64 letters, digits, underscores or hyphens");
    }

    @Test
    void takesNoMoreThanARequestNeeds() {
        var json = sample("enrollment-request.json").replace("0.1.0", "0".repeat(20_000));

        assertThatThrownBy(() -> EnrollmentCodec.readRequest(json))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("16,384 are the most");
    }

    @Test
    void waitsNeitherForeverNorNotAtAllBetweenTwoPolls() throws Exception {
        var json = sample("enrollment-pending.json");

        assertThat(((Pending) EnrollmentCodec.readAnswer(json.replace(":5", ":0"))).pollAfter())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(((Pending) EnrollmentCodec.readAnswer(json.replace(":5", ":86400"))).pollAfter())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void readsOrRefusesWhateverComes() {
        var random = new Random(1);
        var samples = Arrays.asList("request", "approved", "pending");
        var refusals = 0;
        for (var round = 0; round < 3_000; round++) {
            var text = new StringBuilder(sample("enrollment-" + samples.get(round % 3) + ".json"));
            text.setCharAt(random.nextInt(text.length()), "{}[]\",:0ax\\".charAt(random.nextInt(11)));
            try {
                if (round % 3 == 0) {
                    EnrollmentCodec.readRequest(text.toString());
                } else {
                    EnrollmentCodec.readAnswer(text.toString());
                }
            } catch (MalformedMessageException e) {
                refusals++;
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(refusals).isGreaterThan(1_000);
    }

    private static CertificateChain chain() {
        try {
            return CertificateChain.parse(text("chain.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sample(String name) {
        return text(name).strip();
    }

    private static String text(String name) {
        try (var in = EnrollmentCodecTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
