package dev.sluice.master.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.config.SyslogReceiver;
import dev.sluice.master.config.SyslogReceiver.Format;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.report.TestIngest;
import dev.sluice.master.report.UnsentRecords;
import dev.sluice.master.trust.TestCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends to a real receiver, Debian's rsyslogd. */
class SenderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern KEY =
            Pattern.compile("^(\\S+) (\\d+) .*\"sequence\":(\\d+),.*\"requestId\":\"r-1\"}$");
    private static final Sender.Pace PACE =
            new Sender.Pace(Duration.ofMillis(400), Duration.ofMillis(20), Duration.ofMillis(300));

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Set<String> expected = new HashSet<>();
    private final List<Sender> senders = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        senders.forEach(Sender::stop);
        database.close();
    }

    @Test
    void losesNothingWhenReceiverAndSenderAreKilledInTheMiddle() throws Exception {
        comesThroughAllKillings(Optional.empty());
    }

    @Test
    void losesNothingOverTls() throws Exception {
        TestCertificate.make(folder);
        comesThroughAllKillings(Optional.of(folder.resolve("cert.pem")));
    }

    private void comesThroughAllKillings(Optional<Path> authority) throws Exception {
        try (Rsyslog rsyslog = new Rsyslog(folder)) {
            MasterConfig config = config(rsyslog.port(), authority);
            TestIngest ingest = new TestIngest(database.jdbc(), lease, config, clock);
            Sender first = send(config, lease);
            store(ingest, "n1", 1, 0, 5_000, NOW);
            await().atMost(LONG).until(() -> rsyslog.lines().size() > 1_000);
            rsyslog.kill();
            store(ingest, "n1", 1, 5_000, 1_000, NOW.plusSeconds(60));
            store(ingest, "n2", 4, 0, 1_000, NOW.minusSeconds(7 * 86_400)); // was away, and comes late
            await().atMost(LONG).until(() -> !first.error().isEmpty());
            rsyslog.start();
            int before = rsyslog.lines().size();
            store(ingest, "n1", 2, 0, 5_000, NOW);
            await().atMost(LONG).until(() -> rsyslog.lines().size() > before + 500);
            first.stop();

            Sender second = send(config, lease);
            store(ingest, "n2", 4, 1_000, 500, NOW.minusSeconds(7 * 86_400));

            await().atMost(LONG).untilAsserted(() -> assertThat(keys(rsyslog)).isEqualTo(expected));
            await().atMost(LONG).until(() -> waiting(config) == 0);
            assertThat(second.error()).isEmpty();
            assertThat(database.number("SELECT sent FROM record_sent")).isEqualTo(expected.size());
            assertThat(rsyslog.lines().size() - expected.size())
                    .as("doubled")
                    .isLessThanOrEqualTo(2 * 2 * (Sender.WINDOW + 2_500));
        }
    }

    @Test
    void doesNotSendToAReceiverWithTheCertificateOfAnother() throws Exception {
        TestCertificate.make(folder);
        Path other = Files.createDirectory(folder.resolve("other"));
        TestCertificate.make(other);
        try (Rsyslog rsyslog = new Rsyslog(folder)) {
            MasterConfig config = config(rsyslog.port(), Optional.of(other.resolve("cert.pem")));
            store(new TestIngest(database.jdbc(), lease, config, clock), "n1", 1, 0, 3, NOW);
            await().atMost(LONG).until(() -> accepts(rsyslog.port()));

            Sender sender = send(config, lease);

            await().atMost(LONG).until(() -> sender.error().contains("PKIX"));
            assertThat(rsyslog.lines()).isEmpty();
            assertThat(waiting(config)).isEqualTo(3);
        }
    }

    private static boolean accepts(int port) {
        try (java.net.Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void saysWhenTheAuthoritysFileHoldsNoCertificate() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        SyslogReceiver settings = new SyslogReceiver("localhost", 1, Optional.of(empty), Optional.empty(), Format.JSON);
        assertThatThrownBy(() -> new Receiver(settings, LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Setting sluice.syslog.ca-file, ");
    }

    @Test
    void provesItselfToAReceiverThatAsksWhoItIs() throws Exception {
        TestCertificate.make(folder);
        Path store = TestCertificate.store(folder);
        Optional<Path> authority = Optional.of(folder.resolve("cert.pem"));
        try (Rsyslog rsyslog = new Rsyslog(folder, "x509/certvalid")) {
            MasterConfig nobody = config(rsyslog.port(), authority);
            MasterConfig known = TestConfig.with(new SyslogReceiver(
                    "localhost",
                    rsyslog.port(),
                    authority,
                    Optional.of(new SyslogReceiver.Key(store, TestCertificate.PASSWORD)),
                    Format.JSON));
            store(new TestIngest(database.jdbc(), lease, nobody, clock), "n1", 1, 0, 3, NOW);
            await().atMost(LONG).until(() -> accepts(rsyslog.port()));

            Sender stranger = send(nobody, lease);
            await().atMost(LONG).until(() -> !stranger.error().isEmpty());
            stranger.stop();
            assertThat(rsyslog.lines()).isEmpty();
            assertThat(waiting(nobody)).isEqualTo(3);

            send(known, lease);
            await().atMost(LONG).untilAsserted(() -> assertThat(keys(rsyslog)).isEqualTo(expected));
            await().atMost(LONG).until(() -> waiting(known) == 0);
        }
    }

    @Test
    void saysWhenTheKeyStoreCannotBeOpened() throws Exception {
        TestCertificate.make(folder);
        SyslogReceiver settings = new SyslogReceiver(
                "localhost",
                1,
                Optional.of(folder.resolve("cert.pem")),
                Optional.of(new SyslogReceiver.Key(TestCertificate.store(folder), "another")),
                Format.JSON);
        assertThatThrownBy(() -> new Receiver(settings, LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Setting sluice.syslog.key-store, ")
                .hasMessageNotContainingAny("another", TestCertificate.PASSWORD);
    }

    /** A balancer without servers ends a connection so, and a receiver that is stopped. */
    @Test
    void takesNothingForReadThatCameAfterTheReceiversEnd() throws Exception {
        try (ServerSocket brief = new ServerSocket(0);
                ReceiverConnection open = new Receiver(
                                config(brief.getLocalPort(), Optional.empty())
                                        .syslog()
                                        .orElseThrow(),
                                LONG)
                        .connect()) {
            brief.accept().close();
            open.write(new byte[100]);
            assertThatThrownBy(() -> {
                        open.end();
                        open.awaitEnd();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void settlesNothingForAReceiverThatReadsNothing() throws Exception {
        try (ServerSocket deaf = new ServerSocket()) {
            deaf.setReceiveBufferSize(4_096);
            deaf.bind(new InetSocketAddress("localhost", 0));
            MasterConfig config = config(deaf.getLocalPort(), Optional.empty());
            store(new TestIngest(database.jdbc(), lease, config, clock), "n1", 1, 0, 15_000, NOW);
            Sender sender = send(config, lease);

            await().atMost(LONG).until(() -> {
                sender.watch();
                return !sender.error().isEmpty();
            });
            assertThat(sender.error()).doesNotContain("does not end");
            assertThat(waiting(config)).isEqualTo(15_000);
        }
    }

    @Test
    void countsWhatWasDeletedBeforeItCouldBeSent() throws Exception {
        try (Rsyslog rsyslog = new Rsyslog(folder)) {
            MasterConfig config = config(rsyslog.port(), Optional.empty());
            store(new TestIngest(database.jdbc(), lease, config, clock), "n1", 1, 0, 10, NOW);
            database.execute("DELETE FROM access_record WHERE sequence < 4");
            expected.removeIf(key -> key.matches("n1 1 [0-3]"));

            send(config, lease);

            await().atMost(LONG).until(() -> waiting(config) == 0);
            assertThat(keys(rsyslog)).isEqualTo(expected);
            assertThat(database.number("SELECT expired FROM record_sent")).isEqualTo(4);
        }
    }

    @Test
    void readsNothingOnceAnotherMasterTookOver() {
        MasterConfig config = config(1, Optional.empty());
        TestLease.takenFrom(lease, database.jdbc());
        assertThatThrownBy(() -> new UnsentRecords(database.jdbc(), lease, config).page(0))
                .isInstanceOf(LeaseLostException.class);
    }

    @Test
    void notesNothingWhereNoReceiverIsSet() {
        new TestIngest(database.jdbc(), lease, TestConfig.PLAIN, clock).store("n1", 1, 0, records(0, 10, NOW));
        assertThat(database.number("SELECT count(*) FROM record_unsent")).isZero();
    }

    /** A tunnel that began hours ago must not make one search of hours. */
    @Test
    void notesWhatLiesApartInTimeApart() {
        MasterConfig config = config(1, Optional.empty());
        List<AccessRecord> mixed = new ArrayList<>(records(0, 100, NOW));
        mixed.add(50, TestIngest.record(NOW.minusSeconds(36_000)));
        new TestIngest(database.jdbc(), lease, config, clock).store("n1", 1, 0, mixed);
        assertThat(database.texts("SELECT records FROM record_unsent ORDER BY id"))
                .containsExactly("1", "100");
        assertThat(new UnsentRecords(database.jdbc(), lease, config).page(0).records())
                .extracting(stored -> stored.sequence())
                .hasSize(101)
                .doesNotHaveDuplicates();
    }

    private Sender send(MasterConfig config, Lease held) {
        SyslogReceiver settings = config.syslog().orElseThrow();
        Sender sender = new Sender(
                new UnsentRecords(database.jdbc(), held, config),
                new Receiver(settings, Duration.ofSeconds(5)),
                new SyslogMessage(settings.format(), "1"),
                PACE,
                clock);
        senders.add(sender);
        Thread thread = new Thread(sender, "sender");
        thread.setDaemon(true);
        thread.start();
        return sender;
    }

    private static MasterConfig config(int port, Optional<Path> authority) {
        return TestConfig.with(new SyslogReceiver("localhost", port, authority, Optional.empty(), Format.JSON));
    }

    private long waiting(MasterConfig config) {
        return new UnsentRecords(database.jdbc(), lease, config).backlog().records();
    }

    private void store(TestIngest ingest, String node, long boot, long first, int count, Instant from) {
        for (long batch = first; batch < first + count; batch += 500) {
            int size = (int) Math.min(500, first + count - batch);
            ingest.store(node, boot, batch, records(batch, size, from));
            for (long sequence = batch; sequence < batch + size; sequence++) {
                expected.add(node + " " + boot + " " + sequence);
            }
        }
    }

    /** Not in the order of time. */
    private static List<AccessRecord> records(long first, int count, Instant from) {
        List<AccessRecord> many = new ArrayList<>();
        for (long sequence = first; sequence < first + count; sequence++) {
            many.add(TestIngest.record(from.plusMillis(sequence * 7_919 % 1_000)));
        }
        return many;
    }

    /** Of whole lines; a killed receiver may have written a piece of one. */
    private static Set<String> keys(Rsyslog rsyslog) throws IOException {
        Set<String> keys = new HashSet<>();
        for (String line : rsyslog.lines()) {
            Matcher key = KEY.matcher(line);
            if (key.find()) {
                keys.add(key.group(1) + " " + key.group(2) + " " + key.group(3));
            }
        }
        return keys;
    }
}
