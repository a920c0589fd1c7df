package dev.sluice.master.policy;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.SectionFile;
import dev.sluice.master.persistence.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The files of long lists, for whoever knows a digest. Safe for any thread.
 *
 * <p>Many nodes ask for the same at the same time: what was given lately is kept in memory, and what has to be read or
 * made is read or made by few threads, so that asking cannot keep the database or the processors from other work.
 */
@ApplicationScoped
public class Sections {
    private static final int AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 5;
    private static final long KEPT_BYTES = 32L * 1024 * 1024;

    private final Transactions transactions;
    private final Shelf shelf = new Shelf(KEPT_BYTES);
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Sections() {
        this(null);
    }

    @Inject
    public Sections(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A file, or the way to it.
     *
     * @param gzip the file or the delta, compressed; nobody may change it
     * @param delta whether it is to be applied to the base that was named
     */
    public record Found(byte[] gzip, boolean delta) {}

    /** More ask than can be answered now. */
    public static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("Too many ask for long lists at the same time");
        }
    }

    /**
     * Finds a file.
     *
     * @param digest SHA-256 of the file, lower-case hex
     * @param base the digest of a file that the caller has, empty for none; when both are here, and the delta is the
     *     shorter, the answer is the delta
     * @return empty when there is no such file
     */
    public Optional<Found> find(String digest, String base) throws BusyException {
        Optional<Found> kept = shelf.find(digest + base);
        return kept.isPresent() ? kept : take(digest, base);
    }

    private Optional<Found> take(String digest, String base) throws BusyException {
        awaitTurn();
        try {
            Optional<Found> whole = whole(digest);
            if (whole.isEmpty() || base.isEmpty()) {
                return whole;
            }
            Optional<Found> kept = shelf.find(digest + base);
            return kept.isPresent() ? kept : shorter(whole.get(), digest, base);
        } finally {
            turns.release();
        }
    }

    private Optional<Found> whole(String digest) {
        Optional<Found> kept = shelf.find(digest);
        if (kept.isPresent()) {
            return kept;
        }
        Optional<Found> read = read(digest).map(gzip -> new Found(gzip.bytes(), false));
        read.ifPresent(found -> shelf.put(digest, found));
        return read;
    }

    /** Nothing is kept for a base that is not here: there are too many of them. */
    private Optional<Found> shorter(Found whole, String digest, String base) {
        Optional<Found> from = whole(base);
        if (from.isEmpty()) {
            return Optional.of(whole);
        }
        Gzip delta = delta(new Gzip(from.get().gzip()), new Gzip(whole.gzip()));
        Found shorter = delta.bytes().length < whole.gzip().length ? new Found(delta.bytes(), true) : whole;
        shelf.put(digest + base, shorter);
        return Optional.of(shorter);
    }

    private void awaitTurn() throws BusyException {
        try {
            if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new BusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        }
    }

    private Optional<Gzip> read(String digest) {
        return transactions.call(
                entities -> Transactions.sql(entities, connection -> SectionRows.content(connection, digest)));
    }

    private static Gzip delta(Gzip from, Gzip to) {
        try {
            return Gzip.of(SectionFile.read(to.plain()).deltaFrom(SectionFile.read(from.plain())));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("A section in the database cannot be read: " + e.getMessage(), e);
        }
    }
}
