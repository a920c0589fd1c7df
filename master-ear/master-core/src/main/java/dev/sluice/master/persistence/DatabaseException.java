package dev.sluice.master.persistence;

import java.sql.SQLException;
import java.util.Objects;

/** The database did not do what was asked, and the transaction is rolled back. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String QUERY_CANCELED = "57014";

    private final boolean refused;
    private final boolean tooLong;

    DatabaseException(String message) {
        super(message);
        this.refused = false;
        this.tooLong = false;
    }

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
        this.refused = cause instanceof SQLException e && isRefusal(e);
        this.tooLong = cause instanceof SQLException e && QUERY_CANCELED.equals(e.getSQLState());
    }

    /** Whether the values were refused, so that trying again is in vain; else the database may be back soon. */
    public boolean refused() {
        return refused;
    }

    /** Whether it was given up because it took longer than it may. */
    public boolean tooLong() {
        return tooLong;
    }

    /** SQLSTATE classes 22, data exception, and 23, integrity constraint violation. */
    private static boolean isRefusal(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return state.startsWith("22") || state.startsWith("23");
    }
}
