package dev.sluice.master.enrollment;

import dev.sluice.jms.AdmissionMessage;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.log.Outage;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.push.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the broker which nodes may use it: at once when that changes, and again and again, as a broker may have been
 * replaced by an empty one. Safe for any thread.
 */
@ApplicationScoped
public class Admissions {
    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);
    private static final Duration REPEATED = Duration.ofSeconds(10);

    private final Database database;
    private final Lease lease;
    private final Outbox outbox;
    private final Clock clock;
    private final Outage outage = new Outage(LOG, "tell the broker which nodes may use it");
    private Instant due = Instant.MIN;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Admissions() {
        this(null, null, null, null);
    }

    @Inject
    public Admissions(Database database, Lease lease, Outbox outbox, Clock clock) {
        this.database = database;
        this.lease = lease;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Sends the list; if that fails, {@link #sweep} does. Called after each commit that changes it. */
    public synchronized void send() {
        due = Instant.MIN;
        Instant now = clock.instant();
        AdmissionMessage message =
                new AdmissionMessage(lease.epoch(), database.call(connection -> CertificateRows.good(connection, now)));
        try {
            outbox.toBroker(message);
            due = now.plus(REPEATED);
            outage.worked();
        } catch (JMSRuntimeException e) {
            outage.failed(e);
        }
    }

    /** Sends the list if that failed or is some time ago. Called each second. */
    public synchronized void sweep() {
        if (!due.isAfter(clock.instant())) {
            send();
        }
    }
}
