package dev.sluice.master.persistence;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The database did not do what was asked, and the transaction is rolled back; or, rarely, nobody knows: {@link #unsure}. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String QUERY_CANCELED = "57014";

    private final boolean refused;
    private final boolean tooLong;
    private final boolean away;
    private final boolean unsure;

    /** It could not be asked at all. */
    DatabaseException(String message) {
        super(message);
        this.refused = false;
        this.tooLong = false;
        this.away = true;
        this.unsure = false;
    }

    /** @param cause tells by the SQLSTATE of what failed below it what may be done about it */
    public DatabaseException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private DatabaseException(String message, Throwable cause, boolean committing) {
        super(message, cause);
        Optional<String> state = state(cause);
        this.refused = state.filter(DatabaseException::isRefusal).isPresent();
        this.tooLong = state.filter(QUERY_CANCELED::equals).isPresent();
        this.away = state.filter(DatabaseException::isAbsence).isPresent();
        this.unsure = committing && (away || state.isEmpty());
    }

    /** What a failure of a commit is: a database that went away meanwhile may have done it. */
    public static DatabaseException atCommit(Exception failure) {
        return new DatabaseException("The database did not commit it: " + failure.getMessage(), failure, true);
    }

    /** What a failure of work with JPA is: the database's, if SQL failed below it, which the provider does not always wrap. */
    static RuntimeException ofJpa(RuntimeException failure) {
        if (failure instanceof DatabaseException) {
            return failure;
        }
        return failure instanceof PersistenceException || state(failure).isPresent()
                ? new DatabaseException("The database did not do it: " + failure.getMessage(), failure)
                : failure;
    }

    /** Whether the values were refused, so that trying again is in vain; else the database may be back soon. */
    public boolean refused() {
        return refused;
    }

    /** Whether it was given up because it took longer than it may. */
    public boolean tooLong() {
        return tooLong;
    }

    /** Whether the database does not answer or takes nothing now, whatever it is asked. */
    public boolean away() {
        return away;
    }

    /** Whether it may be done after all, as the database went away, or was given up, while it was to commit. */
    public boolean unsure() {
        return unsure;
    }

    /** Of the first that has one; empty text where none has, as when a pool has no connection; nothing where no SQL failed. */
    private static Optional<String> state(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(sql -> Objects.requireNonNullElse(((SQLException) sql).getSQLState(), ""))
                .reduce((outer, inner) -> outer.isEmpty() ? inner : outer);
    }

    /** SQLSTATE classes 22, data exception, 23, integrity constraint violation, and 54, program limit exceeded. */
    private static boolean isRefusal(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    /** Classes 08, no connection, 53, insufficient resources, 58, system error, and 57P, shut down or still starting. */
    private static boolean isAbsence(String state) {
        return state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("58")
                || state.startsWith("57P");
    }
}
