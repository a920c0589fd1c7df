package dev.sluice.master.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Transactions of the connection itself, for tests outside the server. */
final class LocalTransactions implements Transactions {
    /** The database of the call that is under way on a thread. */
    private static final ThreadLocal<@Nullable DataSource> ASKED = new ThreadLocal<>();

    private final DataSource source;

    LocalTransactions(DataSource source) {
        this.source = source;
    }

    @Override
    public <T, X extends Exception> T call(Work<T, X> work) throws X {
        DataSource outer = ASKED.get();
        ASKED.set(source);
        try (EntityManager entities = Unit.ONE.createEntityManager()) {
            return call(entities, work);
        } catch (RuntimeException e) {
            throw DatabaseException.ofJpa(e);
        } finally {
            ASKED.set(outer);
        }
    }

    private static <T, X extends Exception> T call(EntityManager entities, Work<T, X> work) throws X {
        entities.getTransaction().begin();
        try {
            T result = work.run(entities);
            commit(entities);
            return result;
        } finally {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
        }
    }

    private static void commit(EntityManager entities) {
        try {
            entities.getTransaction().commit();
        } catch (RuntimeException e) {
            throw DatabaseException.atCommit(e);
        }
    }

    /** The unit of the server, once for the databases of all tests, because making it takes longer than most of them. */
    private static final class Unit {
        static final EntityManagerFactory ONE = Persistence.createEntityManagerFactory("sluice", properties());

        /** As in the server, but with transactions of the connection's own. */
        private static Map<String, Object> properties() {
            Map<String, Object> properties = new HashMap<>();
            properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
            properties.put("jakarta.persistence.nonJtaDataSource", new AskedFor());
            properties.put("jakarta.persistence.jtaDataSource", null);
            return properties;
        }
    }

    private static final class AskedFor extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        @Override
        public Connection getConnection() throws SQLException {
            return Objects.requireNonNull(ASKED.get()).getConnection();
        }
    }
}
