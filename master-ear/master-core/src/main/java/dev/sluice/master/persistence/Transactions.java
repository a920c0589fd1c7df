package dev.sluice.master.persistence;

import jakarta.persistence.EntityManager;

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
}
