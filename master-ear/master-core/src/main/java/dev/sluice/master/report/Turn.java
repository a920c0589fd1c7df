package dev.sluice.master.report;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The place of one transaction that stores records among the others. It sends its rows as soon as the one before has sent its
 * own, while that is still being committed; what decides whether they are stored comes when that is done. So the database is
 * always at work, and no more than two transactions are under way. Safe for any thread.
 */
final class Turn implements AutoCloseable {
    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile Optional<Turn> before;
    private volatile Optional<Intake> intake = Optional.empty();

    /** One that follows on no other. */
    Turn() {
        this(Optional.empty());
    }

    private Turn(Optional<Turn> before) {
        this.before = before;
    }

    /** The next one. Waits until this one has sent its rows, and the one before it is done. */
    Turn next() {
        sent.join();
        awaitBefore();
        return new Turn(Optional.of(this));
    }

    /** What the transaction before takes in, unless that is done: then the database knows. */
    Optional<Intake> before() {
        return before.filter(turn -> !turn.done.isDone()).flatMap(turn -> turn.intake);
    }

    /** All rows are on their way. */
    void sent(Intake rows) {
        intake = Optional.of(rows);
        sent.complete(null);
    }

    /** Waits until the one before is committed or has failed. */
    void awaitBefore() {
        before.ifPresent(turn -> turn.done.join());
        before = Optional.empty();
    }

    /** The transaction is committed or has failed. */
    @Override
    public void close() {
        done.complete(null);
        sent.complete(null);
    }
}
