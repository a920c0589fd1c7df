package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.PrivacyKey;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import dev.sluice.slave.privacy.Redactor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the record of a real exchange says in each mode, while decisions go by the real values. */
class PrivacyTest {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private void treatAll(Treatment treatment) {
        Map<Field, Treatment> all = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            all.put(field, treatment);
        }
        gateway.privacy = new Redactor(new Privacy(all), Optional.of(new PrivacyKey(new byte[PrivacyKey.BYTES])));
    }

    private AccessRecord fetch() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.request("GET", origin.uri("/a?q=secret"), "User-Agent: curl/8.0\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
            AccessRecord record = gateway.record();
            assertThat(record)
                    .returns(200, AccessRecord::status)
                    .returns("allow", AccessRecord::action)
                    .returns(1L, AccessRecord::bytesDown);
            return record;
        }
    }

    @Test
    void leavesOutTheQueryByItself() {
        assertThat(fetch())
                .returns("/a", AccessRecord::path)
                .returns("127.0.0.1", AccessRecord::client)
                .returns("curl/8.0", AccessRecord::userAgent);
    }

    @Test
    void keepsTheQueryWhereItMay() {
        treatAll(Treatment.KEEP);
        assertThat(fetch()).returns("/a?q=secret", AccessRecord::path).returns("origin.test", AccessRecord::host);
    }

    @Test
    void writesHashes() {
        treatAll(Treatment.HASH);
        AccessRecord record = fetch();
        assertThat(record.path()).matches("/~[0-9a-f]{16}\\?~[0-9a-f]{16}");
        for (String value : new String[] {record.client(), record.host(), record.upstream(), record.userAgent()}) {
            assertThat(value).matches("~[0-9a-f]{16}");
        }
    }

    @Test
    void dropsAll() {
        treatAll(Treatment.DROP);
        AccessRecord record = fetch();
        assertThat(record.client() + record.host() + record.path() + record.upstream() + record.userAgent())
                .isEmpty();
    }

    @Test
    void decidesByTheRealValues() {
        treatAll(Treatment.HASH);
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get("http://www.blocked.test/x?y").read();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(gateway.record())
                    .returns("r1", AccessRecord::ruleId)
                    .returns("block", AccessRecord::action)
                    .satisfies(record -> assertThat(record.host()).matches("~[0-9a-f]{16}"));
        }
    }

    @Test
    void treatsTunnelsAsWell() {
        treatAll(Treatment.HASH);
        try (RawClient client = gateway.connect()) {
            client.request("CONNECT", "www.blocked.test:443", "").read("CONNECT");
            assertThat(gateway.record()).returns("", AccessRecord::path).satisfies(record -> assertThat(record.host())
                    .matches("~[0-9a-f]{16}"));
        }
    }
}
