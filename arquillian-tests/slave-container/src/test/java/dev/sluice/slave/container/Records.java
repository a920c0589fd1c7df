package dev.sluice.slave.container;

import static dev.sluice.slave.container.Bench.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.RawConnection;
import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.RecordBatch;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Access records on their way to the master, and what happens when it, or the broker, is away. */
interface Records {
    Duration PATIENCE = Duration.ofSeconds(40);
    Pattern HASHED_PATH = Pattern.compile("/~[0-9a-f]{16}");

    Bench bench();

    @Test
    default void recordsWhatWasAllowedBlockedAndTunnelled() throws Exception {
        PolicyMessage policy = bench().master().publishTo(NODE, Rules.allButHost("blocked.example"));

        bench().proxy().get(bench().origin().uri("/bytes/12345?secret=1"));
        bench().proxy().get(bench().origin().uri("blocked.example", "/bytes/1"));
        try (RawConnection tunnel =
                bench().proxy().connect("localhost", bench().origin().port())) {
            assertThat(tunnel.readHead().status()).isEqualTo(200);
            tunnel.send("GET /bytes/777 HTTP/1.1", "Host: localhost", "Connection: close")
                    .read();
        }

        AccessRecord allowed =
                bench().master().awaitRecord(record -> record.path().equals("/bytes/12345"));
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.bytesDown()).isEqualTo(12_345);
        assertThat(allowed.action()).isEqualTo("allow");
        assertThat(allowed.client()).isEqualTo("127.0.0.1");
        assertThat(allowed.mimeType()).isEqualTo("application/octet-stream");
        assertThat(allowed.revision()).isEqualTo(policy.revision().number());

        AccessRecord blocked =
                bench().master().awaitRecord(record -> record.host().equals("blocked.example"));
        assertThat(blocked.status()).isEqualTo(403);
        assertThat(blocked.action()).isEqualTo("block");
        assertThat(blocked.ruleName()).isEqualTo("No entry");
        assertThat(blocked.requestId()).isNotEmpty();

        AccessRecord tunnelled = bench().master()
                .awaitRecord(record -> record.method().equals("CONNECT")
                        && record.revision() == policy.revision().number());
        assertThat(tunnelled.tls()).isEqualTo("tunnel");
        assertThat(tunnelled.bytesDown()).isGreaterThan(777);
        assertThat(tunnelled.bytesUp()).isPositive();
    }

    @Test
    default void writesNothingToItsDiskThatThePolicyForbids() throws Exception {
        PolicyMessage policy = bench().master().publishTo(NODE, Rules.HASHING_PATHS);
        bench().master().answer(false);
        bench().proxy().get(bench().origin().uri("/very-private?and=more"));

        await("it is in the spool")
                .atMost(PATIENCE)
                .until(() -> HASHED_PATH.matcher(bench().spoolBytes()).find());
        String spool = bench().spoolBytes();
        assertThat(spool).doesNotContain("very-private").doesNotContain("and=more");
        bench().master().answer(true);
        AccessRecord hashed = bench().master()
                .awaitRecord(record -> record.revision() == policy.revision().number());
        assertThat(hashed.path()).matches(HASHED_PATH);
        assertThat(spool).contains(hashed.path());
        await("its line is in the access.log").atMost(PATIENCE).until(() -> bench().accessLog()
                .contains(hashed.path() + " - HIER_DIRECT/"));
        assertThat(bench().accessLog()).doesNotContain("very-private").doesNotContain("and=more");
    }

    @Test
    default void sendsBatchesAgainUntilTheMasterAppliedThem() throws Exception {
        bench().master().publishTo(NODE, Rules.ALLOW_ALL);
        bench().master().answer(false);
        bench().proxy().get(bench().origin().uri("/asked-for-twice"));

        await("a batch comes again").atMost(PATIENCE).until(() -> bench().master().batches().stream()
                .anyMatch(batch -> timesSent(batch) > 1));
        assertThat(bench().metric("sluice_spool_records")).isPositive();

        bench().master().answer(true);
        bench().master().awaitRecord(record -> record.path().equals("/asked-for-twice"));
        await("the spool is empty").atMost(PATIENCE).until(() -> bench().metric("sluice_spool_records") == 0);
        assertThat(bench().master().records().stream()
                        .filter(record -> record.path().equals("/asked-for-twice")))
                .hasSize(1);
    }

    @Test
    default void keepsServingAndRecordingWhileTheBrokerIsAway() throws Exception {
        bench().master().publishTo(NODE, Rules.ALLOW_ALL);
        bench().broker().stop();
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(bench().proxy()
                                .get(bench().origin().uri("/away/" + i))
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(bench().admin("/health/ready").statusCode()).isEqualTo(200);
        } finally {
            bench().broker().start();
        }

        await("all records come")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(away()).hasSize(20).doesNotHaveDuplicates());
        PolicyMessage after = bench().master().publishTo(NODE, Rules.allButHost("localhost"));
        assertThat(bench().metric("sluice_policy_revision"))
                .isEqualTo(after.revision().number());
    }

    private long timesSent(RecordBatch batch) {
        return bench().master().batches().stream()
                .filter(other -> other.boot() == batch.boot() && other.first() == batch.first())
                .count();
    }

    private List<String> away() {
        return bench().master().records().stream()
                .map(AccessRecord::path)
                .filter(path -> path.startsWith("/away/"))
                .toList();
    }
}
