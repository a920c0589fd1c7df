package dev.sluice.master.enrollment;

import dev.sluice.jms.AdmissionMessage;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.log.Outage;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.policy.Policies;
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
    /** So many masters there never were between a backup and now. */
    private static final long BELIEVABLE = 1_000_000;

    private static final Duration REPEATED = Duration.ofSeconds(10);

    private final Database database;
    private final Lease lease;
    private final Policies policies;
    private final Outbox outbox;
    private final Clock clock;
    private final Outage outage = new Outage(LOG, "tell the broker which nodes may use it");
    private Instant due = Instant.MIN;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Admissions() {
        this(null, null, null, null, null);
    }

    @Inject
    public Admissions(Database database, Lease lease, Policies policies, Outbox outbox, Clock clock) {
        this.database = database;
        this.lease = lease;
        this.policies = policies;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Sends the list; if that fails, {@link #sweep} does. Called after each commit that changes it. */
    public synchronized void send() {
        due = Instant.MIN;
        Instant now = clock.instant();
        AdmissionMessage message = database.call(
                connection -> new AdmissionMessage(lease.hold(connection), CertificateRows.good(connection, now)));
        try {
            outbox.toBroker(message);
            due = now.plus(REPEATED);
            outage.worked();
        } catch (JMSRuntimeException e) {
            outage.failed(e);
            AdmissionMessage.seenEpoch(String.valueOf(e.getMessage())).ifPresent(this::catchUp);
        }
    }

    /**
     * The broker has seen a master of a higher epoch. If the lease is this one's all the same, the database was restored
     * from a backup, and the epoch goes on from there; if not, this is how this master learns it.
     */
    private void catchUp(long seen) {
        if (seen - lease.epoch() <= BELIEVABLE) {
            LOG.warn("The broker has seen epoch {}; raised this master's to {}", seen, policies.raiseEpoch(seen));
        }
    }

    /** Sends the list if that failed or is some time ago. Called each second. */
    public synchronized void sweep() {
        if (!due.isAfter(clock.instant())) {
            send();
        }
    }
}
