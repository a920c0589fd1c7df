package dev.sluice.master.lease;

import dev.sluice.master.log.Outage;
import dev.sluice.master.persistence.Apart;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This master's right to be the active one. Safe for any thread.
 *
 * <p>An expired lease that nobody took is renewed as if nothing was; so a database that was away for a while changes
 * nothing, and only another master's taking it does.
 */
@ApplicationScoped
public class Lease {
    /** How long it lasts without being renewed. */
    static final Duration LIFE = Duration.ofSeconds(10);

    /** How often it is renewed. */
    static final Duration RENEWAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final Database database;
    private final LeaseRow row;
    private final Ending ending;
    private final Renewal renewal;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Outage outage = new Outage(LOG, "renew the lease");

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Lease() {
        this(null, Holder.THIS, LIFE, null);
    }

    @Inject
    Lease(@Apart Database database, Ending ending) {
        this(database, Holder.THIS, LIFE, ending);
    }

    Lease(Database database, Holder holder, Duration life, Ending ending) {
        this.database = database;
        this.row = new LeaseRow(holder, life);
        this.ending = ending;
        this.renewal = new Renewal(this::renew, RENEWAL);
    }

    /**
     * Takes it and renews it until {@link #release}. A rival has the time of one lease to give up; one that goes on is
     * the active master, and this one ends, to wait at its next start before it listens for messages.
     *
     * @throws LeaseLostException when the rival goes on
     */
    public void take() throws InterruptedException {
        long deadline = System.nanoTime() + 2 * row.life().toNanos();
        OptionalLong taken = tryToTake();
        while (taken.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(Math.min(row.life().toMillis() / 10, RENEWAL.toMillis()));
            taken = tryToTake();
        }
        if (taken.isEmpty()) {
            lose();
            throw new LeaseLostException();
        }
        renewal.start();
        LOG.info("This is the active master, epoch {}", epoch());
    }

    /** Takes it unless another master holds it. */
    OptionalLong tryToTake() {
        OptionalLong taken = database.call(row::take);
        taken.ifPresent(epoch::set);
        return taken;
    }

    /** Ends this master when another one has taken it; while the database is away nobody can. */
    void renew() {
        try {
            see(database.call(row::renew));
            outage.worked();
        } catch (LeaseLostException e) {
            LOG.debug("No more renewals", e);
        } catch (RuntimeException e) {
            outage.failed(e);
        }
    }

    /** Lets the next master take it at once. */
    public void release() {
        renewal.close();
        try {
            database.run(row::release);
        } catch (DatabaseException e) {
            LOG.info("The lease ends by itself in {} s: {}", LIFE.toSeconds(), e.getMessage());
        }
    }

    /** Counts the masters there were; raised whenever the lease is taken. 0 before it is. */
    public long epoch() {
        return epoch.get();
    }

    /**
     * Makes sure that no other master becomes the active one before this transaction ends.
     *
     * @return the epoch
     * @throws LeaseLostException when another one is it already, which ends this master, or this one is not yet
     */
    public long hold(Connection connection) throws SQLException {
        return see(row.hold(connection));
    }

    /** As {@link #hold(Connection)}. */
    public long hold(EntityManager entities) {
        return see(inSql(entities, row::hold));
    }

    /**
     * Raises the epoch in this transaction: more than it is, and more than the one given.
     *
     * @return the new epoch, which holds once this transaction is committed
     */
    public long raise(EntityManager entities, long above) {
        hold(entities);
        return inSql(entities, connection -> row.raise(connection, above)).orElseThrow(LeaseLostException::new);
    }

    /** On the connection of the transaction, and not on one that the provider only reads with. */
    private static OptionalLong inSql(EntityManager entities, Database.Work<OptionalLong> work) {
        try {
            return work.run(entities.unwrap(Connection.class));
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** A message may come before this master has taken the lease; then it is refused, and nothing is lost. */
    private long see(OptionalLong held) {
        if (held.isEmpty()) {
            if (epoch.get() > 0) {
                lose();
            }
            throw new LeaseLostException();
        }
        return epoch.accumulateAndGet(held.getAsLong(), Math::max);
    }

    private void lose() {
        if (lost.compareAndSet(false, true)) {
            ending.end("Another master is active (this one's epoch is " + epoch.get()
                    + "). This one publishes and stores nothing any more and ends; started again it stands by.");
        }
    }

    /** Whether another master took it. */
    public boolean isLost() {
        return lost.get();
    }
}
