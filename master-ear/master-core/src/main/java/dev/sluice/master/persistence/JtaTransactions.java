package dev.sluice.master.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/** Transactions of the server. */
@ApplicationScoped
class JtaTransactions implements Transactions {
    private final UserTransaction transaction;
    private final Gate gate;

    @PersistenceContext(unitName = "sluice")
    @SuppressWarnings("NullAway.Init") // set by the container
    private EntityManager entities;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected JtaTransactions() {
        this(null, null);
    }

    @Inject
    JtaTransactions(UserTransaction transaction, Gate gate) {
        this.transaction = transaction;
        this.gate = gate;
    }

    @Override
    public <T, X extends Exception> T call(Work<T, X> work) throws X {
        gate.pass();
        begin();
        try {
            T result = work.run(entities);
            commit();
            return result;
        } catch (RuntimeException e) {
            throw DatabaseException.ofJpa(e);
        } finally {
            rollBackWhatIsLeft();
        }
    }

    private void begin() {
        try {
            transaction.begin();
        } catch (NotSupportedException e) {
            throw new IllegalStateException("Each call is a transaction of its own; none may be open", e);
        } catch (SystemException e) {
            throw new IllegalStateException("No transaction can be begun: " + e.getMessage(), e);
        }
    }

    private void commit() {
        try {
            transaction.commit();
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException | SystemException e) {
            throw DatabaseException.atCommit(e);
        }
    }

    private void rollBackWhatIsLeft() {
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        } catch (SystemException e) {
            throw new IllegalStateException("The transaction cannot be rolled back: " + e.getMessage(), e);
        }
    }
}
