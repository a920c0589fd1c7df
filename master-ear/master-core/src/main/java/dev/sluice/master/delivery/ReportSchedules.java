package dev.sluice.master.delivery;

import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The scheduled reports. Safe for any thread. */
@ApplicationScoped
public class ReportSchedules {
    private static final long LONGEST_PAUSE_MINUTES = 60;
    private static final int MOST_DOUBLINGS = 6;

    private final Database database;
    private final Lease lease;
    private final boolean mail;
    private final boolean folder;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected ReportSchedules() {
        this.database = null;
        this.lease = null;
        this.mail = false;
        this.folder = false;
        this.clock = null;
    }

    @Inject
    public ReportSchedules(Database database, Lease lease, MasterConfig config, Clock clock) {
        this.database = database;
        this.lease = lease;
        this.mail = config.mail().isPresent();
        this.folder = config.reportsFolder().isPresent();
        this.clock = clock;
    }

    /** By name. */
    public List<ScheduledReport> all() {
        return database.call(ScheduleRows::all);
    }

    /** @return its id @throws TermsException when it cannot be delivered so, or the name is taken */
    public long add(ReportTerms terms, String by) {
        return database.call(connection -> {
            lease.hold(connection);
            check(connection, terms, 0);
            ScheduledReport added = ScheduleRows.insert(connection, terms, nextDue(terms));
            AuditLog.add(
                    connection, clock.instant(), change("report.add", added, by).to(terms.facts()));
            return added.id();
        });
    }

    /** @return false when there is none of that id @throws TermsException as above */
    public boolean change(long id, ReportTerms terms, String by) {
        return database.call(connection -> {
            lease.hold(connection);
            Optional<ScheduledReport> known = ScheduleRows.lock(connection, id);
            if (known.isEmpty()) {
                return false;
            }
            check(connection, terms, id);
            ScheduleRows.change(connection, id, terms, nextDue(terms));
            AuditLog.add(
                    connection,
                    clock.instant(),
                    change("report.change", known.get(), by)
                            .from(known.get().terms().facts())
                            .to(terms.facts()));
            return true;
        });
    }

    private void check(Connection connection, ReportTerms terms, long id) throws SQLException {
        if (terms.recipients().isEmpty() && !folder) {
            throw new TermsException(
                    "recipients", "Name at least one, or set sluice.reports.folder on the master to write files.");
        }
        if (!terms.recipients().isEmpty() && !mail) {
            throw new TermsException("recipients", "Set sluice.mail.host on the master to send mail, or name nobody.");
        }
        if (ScheduleRows.named(connection, terms.name())
                .filter(other -> other.id() != id)
                .isPresent()) {
            throw new TermsException("name", "There is a report of that name; choose another.");
        }
    }

    private Instant nextDue(ReportTerms terms) {
        return terms.rhythm().dueAfter(clock.instant(), terms.at(), terms.zone());
    }

    /** @return false when there is none of that id */
    public boolean remove(long id, String by) {
        return database.call(connection -> {
            lease.hold(connection);
            Optional<ScheduledReport> known = ScheduleRows.delete(connection, id);
            if (known.isPresent()) {
                AuditLog.add(
                        connection,
                        clock.instant(),
                        change("report.remove", known.get(), by)
                                .from(known.get().terms().facts()));
            }
            return known.isPresent();
        });
    }

    /** Asks for one about the last whole day, week or month, within seconds. @return false when there is none of that id */
    public boolean sendNow(long id, String by) {
        return database.call(connection -> {
            lease.hold(connection);
            Optional<ScheduledReport> known = ScheduleRows.ask(connection, id);
            if (known.isPresent()) {
                AuditLog.add(connection, clock.instant(), change("report.send", known.get(), by));
            }
            return known.isPresent();
        });
    }

    private static Change change(String action, ScheduledReport report, String by) {
        return Change.of(by, action, report.terms().name());
    }

    /** What is to be made now. @throws dev.sluice.master.lease.LeaseLostException when another master makes it */
    List<ScheduledReport> due() {
        return database.call(connection -> {
            lease.hold(connection);
            return ScheduleRows.due(connection, clock.instant());
        });
    }

    /** One was delivered: the one that was asked for, if one was, else the one that was due. */
    void sent(ScheduledReport report) {
        ReportTerms terms = report.terms();
        Instant next =
                report.asked() ? report.nextDue() : terms.rhythm().dueAfter(report.nextDue(), terms.at(), terms.zone());
        database.run(connection -> {
            lease.hold(connection);
            ScheduleRows.sent(connection, report, next, clock.instant());
        });
    }

    /** It is tried again in a minute, and then after twice as long each time, at most an hour. */
    void failed(ScheduledReport report, String error) {
        long minutes = Math.min(LONGEST_PAUSE_MINUTES, 1L << Math.min(report.attempts(), MOST_DOUBLINGS));
        database.run(connection -> {
            lease.hold(connection);
            ScheduleRows.failed(connection, report, clock.instant().plus(Duration.ofMinutes(minutes)), error);
        });
    }
}
