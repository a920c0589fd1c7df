package dev.sluice.master.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;

/** The door for JPA: each call is one transaction. Shut until the schema is up to date. Safe for any thread. */
public interface Transactions {
    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T run(EntityManager entities) throws X;
    }

    /**
     * Runs the work and commits; rolls back when it throws. When this returns, it is committed.
     *
     * @throws DatabaseException when the database does not do it
     */
    <T, X extends Exception> T call(Work<T, X> work) throws X;

    /** Runs SQL within the transaction: on its connection, and not on one that the provider only reads with. */
    static <T> T sql(EntityManager entities, Database.Work<T> work) {
        try {
            return work.run(entities.unwrap(Connection.class));
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }
}
