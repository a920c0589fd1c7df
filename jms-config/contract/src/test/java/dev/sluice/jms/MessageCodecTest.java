package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCodecTest {
    @Test
    void writesEachMessageAsItsSample() {
        assertThat(MessageCodec.write(Samples.POLICY)).isEqualTo(Samples.text("policy-1.json"));
        assertThat(MessageCodec.write(Samples.POLICY_IN_SECTIONS)).isEqualTo(Samples.text("policy-2.json"));
        assertThat(MessageCodec.write(Samples.POLICY_FOR_A_GROUP)).isEqualTo(Samples.text("policy-2-group.json"));
        assertThat(MessageCodec.write(Samples.POLICY_WITH_PRIVACY)).isEqualTo(Samples.text("policy-3.json"));
        assertThat(MessageCodec.write(Samples.POLICY_WITH_USERS)).isEqualTo(Samples.text("policy-4-users.json"));
        assertThat(MessageCodec.write(Samples.POLICY_WITH_AUDIT)).isEqualTo(Samples.text("policy-3-audit.json"));
        assertThat(MessageCodec.write(Samples.STATE)).isEqualTo(Samples.text("state-2.json"));
        assertThat(MessageCodec.write(Samples.APPLIED)).isEqualTo(Samples.text("applied-1.json"));
        assertThat(MessageCodec.write(Samples.HEAD)).isEqualTo(Samples.text("head-1.json"));
        assertThat(MessageCodec.write(Samples.COMMAND)).isEqualTo(Samples.text("command-1.json"));
        assertThat(MessageCodec.write(Samples.CERTIFICATE_REQUEST))
                .isEqualTo(Samples.text("certificate-request-1.json"));
        assertThat(MessageCodec.write(Samples.CERTIFICATE)).isEqualTo(Samples.text("certificate-1.json"));
        assertThat(MessageCodec.write(Samples.ADMISSION)).isEqualTo(Samples.text("admission-1.json"));
    }

    @Test
    void readsEachSample() throws Exception {
        assertThat(MessageCodec.readPolicy(Samples.text("policy-1.json"))).isEqualTo(Samples.POLICY);
        assertThat(MessageCodec.readPolicy(Samples.text("policy-2.json"))).isEqualTo(Samples.POLICY_IN_SECTIONS);
        assertThat(MessageCodec.readPolicy(Samples.text("policy-2-group.json"))).isEqualTo(Samples.POLICY_FOR_A_GROUP);
        assertThat(MessageCodec.readPolicy(Samples.text("policy-3.json"))).isEqualTo(Samples.POLICY_WITH_PRIVACY);
        assertThat(MessageCodec.readPolicy(Samples.text("policy-4-users.json"))).isEqualTo(Samples.POLICY_WITH_USERS);
        assertThat(MessageCodec.readPolicy(Samples.text("policy-3-audit.json"))).isEqualTo(Samples.POLICY_WITH_AUDIT);
        assertThat(MessageCodec.readState(Samples.text("state-2.json"))).isEqualTo(Samples.STATE);
        assertThat(MessageCodec.readApplied(Samples.text("applied-1.json"))).isEqualTo(Samples.APPLIED);
        assertThat(MessageCodec.readHead(Samples.text("head-1.json"))).isEqualTo(Samples.HEAD);
        assertThat(MessageCodec.readCommand(Samples.text("command-1.json"))).isEqualTo(Samples.COMMAND);
        assertThat(MessageCodec.readCertificateRequest(Samples.text("certificate-request-1.json")))
                .isEqualTo(Samples.CERTIFICATE_REQUEST);
        assertThat(MessageCodec.readCertificate(Samples.text("certificate-1.json")))
                .isEqualTo(Samples.CERTIFICATE);
        assertThat(MessageCodec.readAdmission(Samples.text("admission-1.json"))).isEqualTo(Samples.ADMISSION);
    }

    @Test
    void readsTheStateOfANodeThatSpeaksTheFirstProtocol() throws Exception {
        assertThat(MessageCodec.readState(Samples.text("state-1.json"))).isEqualTo(Samples.STATE_1);
    }

    @Test
    void asksForALaterProtocolOnlyWhereTheOneBeforeWouldMisunderstand() {
        assertThat(MessageCodec.write(Samples.POLICY)).startsWith("{\"v\":1,");
        assertThat(MessageCodec.write(Samples.POLICY_IN_SECTIONS)).startsWith("{\"v\":2,");
        assertThat(MessageCodec.write(Samples.POLICY_FOR_A_GROUP)).startsWith("{\"v\":2,");
        assertThat(MessageCodec.write(Samples.POLICY_WITH_PRIVACY)).startsWith("{\"v\":3,");
        assertThat(MessageCodec.write(Samples.POLICY_WITH_USERS)).startsWith("{\"v\":4,");
        assertThat(MessageCodec.write(Samples.POLICY_WITH_AUDIT)).startsWith("{\"v\":3,");
        PolicyMessage audited = Samples.POLICY_WITH_AUDIT;
        assertThat(new PolicyMessage(
                                audited.revision(),
                                audited.hash(),
                                audited.bundle(),
                                Samples.POLICY_IN_SECTIONS.sections(),
                                audited.signature())
                        .version())
                .isEqualTo(Protocol.AUDIT);
    }

    @Test
    void neverShowsThePrivacyKeyButInTheMessageItself() {
        String key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        String cut = Samples.text("policy-3.json").replace(key, key.substring(8));

        assertThat(Samples.POLICY_WITH_PRIVACY.toString()).doesNotContain(key).contains("PrivacyKey");
        assertThatThrownBy(() -> MessageCodec.readPolicy(cut)).hasMessage("privacyKey: must be 32 bytes in base64");
    }

    @Test
    void signsThePrivacyKeyToo() {
        PolicyMessage other = Samples.POLICY_WITH_PRIVACY.with(new PrivacyKey(new byte[PrivacyKey.BYTES]));

        assertThat(other.signedBytes()).isNotEqualTo(Samples.POLICY_WITH_PRIVACY.signedBytes());
        assertThat(Samples.POLICY.signedBytes()).asString().isEqualTo("sluice policy\n2.17\nc0ffee\n");
    }

    @Test
    void ignoresFieldsThatALaterVersionAdds() throws Exception {
        String later = Samples.text("applied-1.json").replace("{", "{\"later\":{\"a\":[1]},");

        assertThat(MessageCodec.readApplied(later)).isEqualTo(Samples.APPLIED);
    }

    @Test
    void readsAStateWithoutARejection() throws Exception {
        String json = Samples.text("state-2.json").replace("\"rejected\":{", "\"rejected\":null,\"was\":{");

        assertThat(MessageCodec.readState(json).rejected()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":1 | \"v\":5 | v: version 5 is not understood here; this reader knows 1 to 4",
                "\"v\":1 | \"w\":1 | v: missing",
                "\"node\":\"slave-1\" | \"node\":\" \" | node: must not be empty",
                "\"boot\":3 | \"boot\":-3 | boot: must be a whole number from 0 to 9223372036854775807",
                "\"boot\":3 | \"boot\":3.5 | boot: must be a whole number from 0 to 9223372036854775807",
                "\"boot\":3 | \"boot\":1e99 | boot: must be a whole number from 0 to 9223372036854775807",
                "\"boot\":3 | \"boot\":\"3\" | boot: must be a number, not text",
                "\"ready\":true | \"ready\":1 | ready: must be true or false, not a number",
                "\"sentAt\":\"2026 | \"sentAt\":\"x2026 | sentAt: must be a time such as 2026-01-31T12:00:00Z",
                "\"epoch\":1 | \"epoch\":[] | active.epoch: must be a number, not a list",
                "\"freed\":999000 | \"fred\":1 | records.freed: missing",
            })
    void namesTheFieldThatIsWrong(String part, String replacement, String problem) {
        String json = Samples.text("state-2.json");
        assertThat(json).contains(part);

        assertThatThrownBy(() -> MessageCodec.readState(json.replace(part, replacement)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(problem);
    }

    @Test
    void namesThePathWithinThePolicy() {
        String json = Samples.text("policy-1.json").replace("\"zone\":\"Europe/Vienna\"", "\"zone\":7");

        assertThatThrownBy(() -> MessageCodec.readPolicy(json))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("policy.schedules[0].zone: must be text, not a number");
    }
}
