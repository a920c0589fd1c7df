package dev.sluice.master.delivery;

import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.lease.LeaseLostException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and delivers the reports that are due. Called by one thread at a time. */
@ApplicationScoped
public class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final ReportSchedules schedules;
    private final ReportWriter writer;
    private final MasterConfig config;
    private final Clock clock;
    private Optional<Mailer> mailer = Optional.empty();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Deliveries() {
        this(null, null, null, null);
    }

    @Inject
    Deliveries(ReportSchedules schedules, ReportWriter writer, MasterConfig config, Clock clock) {
        this.schedules = schedules;
        this.writer = writer;
        this.config = config;
        this.clock = clock;
    }

    /** Called once at the start. @throws IllegalArgumentException with one line for a bad setting */
    public synchronized void start() {
        mailer = config.mail().map(Mailer::new);
    }

    /** Delivers what is due, one after the other. A failure is noted with the report, and does not keep the others. */
    public synchronized void step() {
        schedules.due().forEach(this::deliver);
    }

    private void deliver(ScheduledReport report) {
        Instant made = report.asked() ? clock.instant() : report.nextDue();
        try {
            send(report, made);
            schedules.sent(report);
            LOG.info("Delivered the report {}", report.terms().name());
        } catch (LeaseLostException e) {
            throw e;
        } catch (MessagingException | IOException | RuntimeException e) {
            LOG.warn("Could not deliver the report {}: {}", report.terms().name(), e.getMessage());
            schedules.failed(report, String.valueOf(e.getMessage()));
        }
    }

    private void send(ScheduledReport report, Instant made) throws MessagingException, IOException {
        ReportTerms terms = report.terms();
        ReportText text = writer.write(terms, made);
        String name = name(report, made);
        if (terms.recipients().isEmpty()) {
            write(terms, text, name);
        } else {
            mailer.orElseThrow(() -> new IOException("sluice.mail.host is not set"))
                    .send(terms, text, name, key(report, name));
        }
    }

    /** A file that is there is whole; the same report again replaces it. */
    private void write(ReportTerms terms, ReportText text, String name) throws IOException {
        Path folder = config.reportsFolder().orElseThrow(() -> new IOException("sluice.reports.folder is not set"));
        Files.createDirectories(folder);
        Path part = folder.resolve(name + ".part");
        Files.write(part, terms.format().bytes(text));
        Files.move(
                part,
                folder.resolve(name + "." + terms.format().word()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Name and day; one that was asked for has a time besides. */
    private static String name(ScheduledReport report, Instant made) {
        String words = "-" + report.terms().name().toLowerCase(Locale.ROOT) + "-";
        String day = LocalDate.ofInstant(made, report.terms().zone()).toString();
        return "report-" + report.id() + words.replaceAll("[^a-z0-9]+", "-") + day
                + (report.asked() ? "-" + made.getEpochSecond() : "");
    }

    /**
     * Each attempt at the same report has the same: the next one is due, or asked for, only once this one was delivered or its times
     * were changed.
     */
    private static String key(ScheduledReport report, String name) {
        long last = report.sentAt().map(Instant::toEpochMilli).orElse(0L);
        return report.asked()
                ? "report-" + report.id() + "-asked-" + report.nextDue().getEpochSecond() + "-" + last
                : name;
    }
}
