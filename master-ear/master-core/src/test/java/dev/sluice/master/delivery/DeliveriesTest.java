package dev.sluice.master.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.master.Hand;
import dev.sluice.master.audit.Told;
import dev.sluice.master.config.MailServer;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.report.Completeness;
import dev.sluice.master.report.TestIngest;
import dev.sluice.master.rollup.TestRollups;
import dev.sluice.master.trust.TestCertificate;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveriesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-03-02T12:00:00Z"));

    @TempDir
    Path folder;

    private int port;
    private Supplier<Instant> complete = () -> Instant.parse("2026-03-02T23:00:00Z");
    private MasterConfig config = TestConfig.PLAIN;

    @BeforeEach
    void threeRecordsYesterday() throws Exception {
        TestCertificate.make(folder);
        port = Exim.freePort();
        config = TestConfig.with(
                Optional.of(new MailServer(
                        "localhost",
                        port,
                        MailServer.Security.STARTTLS,
                        Optional.of(folder.resolve("cert.pem")),
                        Optional.of(Exim.USER),
                        Optional.of(Exim.PASSWORD),
                        Optional.empty(),
                        "sluice@example.net")),
                Optional.of(folder.resolve("reports")));
        new TestIngest(database.jdbc(), lease, config, clock)
                .store("n1", 1, 0, Collections.nCopies(3, TestIngest.record(Instant.parse("2026-03-02T09:00:00Z"))));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void mailsAPdfOnceAsSoonAsTheServerTakesIt() throws Exception {
        long id = schedules().add(terms("pdf", List.of("ann@example.org", "bob@example.org")), "admin");
        Deliveries deliveries = deliveries(lease);
        deliveries.step();
        assertThat(report().attempts()).isZero();
        clock.move(Duration.ofHours(18)); // to its time, on the third

        deliveries.step();
        assertThat(report().error()).isNotEmpty();
        assertThat(report().attempts()).isEqualTo(1);
        assertThat(report().retryAt()).isEqualTo("2026-03-03T06:01:00Z");

        try (Exim exim = new Exim(folder, port)) {
            await().atMost(LONG).until(exim::accepts);
            deliveries.step(); // too early
            assertThat(report().sentAt()).isEmpty();
            clock.move(Duration.ofMinutes(1));
            deliveries.step();
            deliveries(lease).step(); // as after a restart
            assertThat(report().error()).isEmpty();
            assertThat(report().sentAt()).contains(clock.instant());
            assertThat(report().nextDue()).isEqualTo("2026-03-04T06:00:00Z");

            await().atMost(LONG).until(() -> !exim.mails().isEmpty());
            assertThat(exim.mails()).singleElement().satisfies(mail -> {
                assertThat(mail.getSubject()).isEqualTo("Däily <traffic>");
                assertThat(mail.getMessageID()).isEqualTo("<report-" + id + "-d-ily-traffic-2026-03-03@example.net>");
                assertThat(text(mail))
                        .contains("2 March 2026 00:00 UTC to 3 March 2026 00:00 UTC")
                        .contains("Not complete: records of exchanges that ended after 2 March 2026 23:00 UTC")
                        .containsPattern("Requests +3 +0")
                        .containsPattern("www\\.example\\.com +3 +0")
                        .containsPattern("ann +3");
            });
        }
        assertThat(Told.actions(database)).containsExactly("report.add");
    }

    private static String text(MimeMessage mail) throws Exception {
        Path file = Files.createTempFile("report", ".pdf");
        try (InputStream pdf =
                ((MimeMultipart) mail.getContent()).getBodyPart(1).getInputStream()) {
            Files.write(file, pdf.readAllBytes());
            Process reader = new ProcessBuilder("pdftotext", "-layout", file.toString(), "-").start();
            return new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void mailsWhatIsAskedForUnderTheSameIdAtEachAttempt() throws Exception {
        long id = schedules().add(terms("pdf", List.of("ann@example.org")), "admin");
        Deliveries deliveries = deliveries(lease);
        try (Exim exim = new Exim(folder, port)) {
            await().atMost(LONG).until(exim::accepts);
            schedules().sendNow(id, "admin");
            deliveries.step();
            // The master ended before it could note that; the next day it tries again.
            database.execute("UPDATE report_schedule SET asked = true, sent_at = NULL, attempts = 1");
            clock.move(Duration.ofHours(17));
            deliveries.step();
            assertThat(report().asked()).isFalse();
            schedules().sendNow(id, "admin");
            deliveries.step();

            await().atMost(LONG).until(() -> exim.mails().size() == 3);
            List<String> ids = new ArrayList<>();
            for (MimeMessage mail : exim.mails()) {
                ids.add(mail.getMessageID());
            }
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
            assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
        }
    }

    @Test
    void sendsNothingToAServerThatProvesNothing() throws Exception {
        Deliveries deliveries = deliveries(lease); // believes in the certificate of before
        TestCertificate.make(folder);
        try (Exim exim = new Exim(folder, port)) {
            await().atMost(LONG).until(exim::accepts);
            long id = schedules().add(terms("pdf", List.of("ann@example.org")), "admin");
            schedules().sendNow(id, "admin");
            deliveries.step();
            assertThat(report().error()).contains("TLS");
            assertThat(exim.mails()).isEmpty();
        }
    }

    @Test
    void writesAFileWhenAskedAndKeepsItsTimes() throws IOException {
        database.execute("INSERT INTO rollup_backlog VALUES ('2026-03-02 08:00Z')");
        long id = schedules().add(terms("html", List.of()), "admin");
        clock.move(Duration.ofHours(15)); // past the end of the day
        assertThat(schedules().sendNow(id, "admin")).isTrue();

        deliveries(lease).step();
        deliveries(lease).step();

        try (var files = Files.list(folder.resolve("reports"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file)
                    .content()
                    .contains("not summed up yet: 1.")
                    .contains("<h1>Däily &lt;traffic&gt;</h1>")
                    .contains("<td>Requests</td><td>3</td><td>0</td><td>-</td>"));
        }
        assertThat(report().asked()).isFalse();
        assertThat(report().nextDue()).isEqualTo("2026-03-03T06:00:00Z");
        assertThat(report().sentAt()).contains(clock.instant());
        assertThat(Told.actions(database)).containsExactly("report.add", "report.send");
    }

    @Test
    void keepsWhatIsAskedForWhileOneThatWasDueGoesOut() {
        long id = schedules().add(terms("html", List.of()), "admin");
        clock.move(Duration.ofHours(18));
        complete = () -> {
            schedules().sendNow(id, "admin");
            return clock.instant();
        };

        deliveries(lease).step();

        assertThat(report().nextDue()).isEqualTo("2026-03-04T06:00:00Z");
        assertThat(report().asked()).isTrue();
    }

    @Test
    void goesOnWithTheOthersWhenOneCannotBeMade() {
        schedules().add(terms("html", List.of()), "admin");
        schedules().add(ReportTerms.of("Last", "daily", "06:00", "UTC", "", "html", List.of()), "admin");
        clock.move(Duration.ofHours(18));
        AtomicInteger calls = new AtomicInteger();
        complete = () -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("no figures");
            }
            return clock.instant();
        };

        deliveries(lease).step();

        assertThat(schedules().all()).extracting(ScheduledReport::error).containsExactly("no figures", "");
    }

    @Test
    void isDeliveredByTheActiveMasterOnly() {
        schedules().add(terms("html", List.of()), "admin");
        clock.move(Duration.ofHours(18));
        Lease next = TestLease.takenFrom(lease, database.jdbc());

        assertThatThrownBy(() -> deliveries(lease).step()).isInstanceOf(LeaseLostException.class);
        deliveries(next).step();

        assertThat(report().sentAt()).isPresent();
    }

    @Test
    void catchesUpWithWhatWasDueWhileNoMasterRan() {
        schedules().add(terms("html", List.of()), "admin");
        clock.move(Duration.ofHours(18 + 48));

        Deliveries deliveries = deliveries(lease);
        for (int step = 0; step < 5; step++) {
            deliveries.step();
        }

        assertThat(folder.resolve("reports").toFile().list()).hasSize(3);
        assertThat(report().nextDue()).isEqualTo("2026-03-06T06:00:00Z");
    }

    @Test
    void changesAndRemovesAndTellsTheAudit() {
        long id = schedules().add(terms("html", List.of()), "admin");
        ReportTerms weekly = ReportTerms.of("Weekly", "weekly", "08:00", "UTC", "n1", "pdf", List.of());

        assertThat(schedules().change(id, weekly, "bob")).isTrue();
        assertThat(report().terms()).isEqualTo(weekly);
        assertThat(report().nextDue()).isEqualTo("2026-03-09T08:00:00Z");
        assertThat(schedules().remove(id, "bob")).isTrue();
        assertThat(schedules().all()).isEmpty();
        assertThat(schedules().change(id, weekly, "bob")
                        || schedules().remove(id, "bob")
                        || schedules().sendNow(id, "bob"))
                .isFalse();
        assertThat(Told.actions(database)).containsExactly("report.add", "report.change", "report.remove");
    }

    @Test
    void takesAReportOnlyThatCanBeDelivered() {
        schedules().add(terms("html", List.of()), "admin");
        assertThatThrownBy(() -> schedules().add(terms("pdf", List.of()), "admin"))
                .isInstanceOfSatisfying(
                        TermsException.class, e -> assertThat(e.field()).isEqualTo("name"));
        config = TestConfig.PLAIN;
        for (List<String> recipients : List.of(List.<String>of(), List.of("ann@example.org"))) {
            assertThatThrownBy(() -> schedules().add(terms("pdf", recipients), "admin"))
                    .isInstanceOfSatisfying(
                            TermsException.class, e -> assertThat(e.field()).isEqualTo("recipients"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "name,       '',   daily,  06:00, UTC,     '', pdf, ann@example.org",
        "name,       'a\tb', daily, 06:00, UTC,    '', pdf, ann@example.org",
        "rhythm,     a,    yearly, 06:00, UTC,     '', pdf, ann@example.org",
        "at,         a,    daily,  24:00, UTC,     '', pdf, ann@example.org",
        "at,         a,    daily,  6,     UTC,     '', pdf, ann@example.org",
        "zone,       a,    daily,  06:00, Nowhere, '', pdf, ann@example.org",
        "node,       a,    daily,  06:00, UTC,     'A B', pdf, ann@example.org",
        "format,     a,    daily,  06:00, UTC,     '', doc, ann@example.org",
        "recipients, a,    daily,  06:00, UTC,     '', pdf, ann",
        "recipients, a,    daily,  06:00, UTC,     '', pdf, 'Ann <ann@example.org>'",
        "recipients, a,    daily,  06:00, UTC,     '', pdf, 'ann@example.org, bob@example.org'",
    })
    void namesTheFieldThatIsWrong(
            String field, String name, String rhythm, String at, String zone, String node, String format, String to) {
        assertThatThrownBy(() -> ReportTerms.of(name, rhythm, at, zone, node, format, List.of(to)))
                .isInstanceOfSatisfying(TermsException.class, e -> {
                    assertThat(e.field()).isEqualTo(field);
                    assertThat(e.fix()).endsWith(".");
                });
    }

    private static ReportTerms terms(String format, List<String> recipients) {
        return ReportTerms.of("Däily <traffic>", "daily", "06:00", "UTC", "", format, recipients);
    }

    private ReportSchedules schedules() {
        return new ReportSchedules(database.jdbc(), lease, config, clock);
    }

    private ScheduledReport report() {
        return schedules().all().get(0);
    }

    private Deliveries deliveries(Lease held) {
        Deliveries deliveries = new Deliveries(
                new ReportSchedules(database.jdbc(), held, config, clock),
                new ReportWriter(TestRollups.reports(database.jdbc(), clock), new Completeness() {
                    @Override
                    public Instant completeUpTo() {
                        return complete.get();
                    }
                }),
                config,
                clock);
        deliveries.start();
        return deliveries;
    }
}
