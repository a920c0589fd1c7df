package dev.sluice.master.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;

/** Transactions of the connection itself, for tests outside the server. */
final class LocalTransactions implements Transactions {
    private final EntityManagerFactory factory;

    LocalTransactions(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public <T, X extends Exception> T call(Work<T, X> work) throws X {
        try (EntityManager entities = factory.createEntityManager()) {
            return call(entities, work);
        } catch (PersistenceException e) {
            throw new DatabaseException("The database did not do it: " + e.getMessage(), e);
        }
    }

    private static <T, X extends Exception> T call(EntityManager entities, Work<T, X> work) throws X {
        entities.getTransaction().begin();
        try {
            T result = work.run(entities);
            entities.getTransaction().commit();
            return result;
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
        }
    }
}
