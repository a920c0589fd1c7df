package dev.sluice.master.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseExceptionTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "08001", "08006", "53300", "57P01", "57P03", "58030"})
    void knowsADatabaseThatIsAwayBelowWhateverItIsWrappedInto(String state) {
        SQLException pool = new SQLException("no connection", new IllegalStateException(new SQLException("x", state)));

        assertThat(new DatabaseException("x", new RuntimeException(pool)))
                .returns(true, DatabaseException::away)
                .returns(false, DatabaseException::refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42P01", "40001", "57014"})
    void doesNotTakeOneThatAnswersForAway(String state) {
        assertThat(new DatabaseException("x", new SQLException("x", state)).away())
                .isFalse();
    }

    @Test
    void doesNotTakeWhatHasNothingToDoWithSqlForAway() {
        IllegalStateException own = new IllegalStateException("x");

        assertThat(new DatabaseException("x", own).away()).isFalse();
        assertThat(DatabaseException.ofJpa(own)).isSameAs(own);
    }

    @Test
    void knowsADatabaseThatIsAwayFromWorkWithJpa() {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(database.jpa().<Boolean, RuntimeException>call(entities -> entities.isOpen()))
                    .isEqualTo(true);
        }
        Transactions away = new LocalTransactions(new NoDatabase());

        assertAway(() -> away.call(entities -> entities.unwrap(Connection.class)));
        assertAway(() ->
                away.call(entities -> entities.createNativeQuery("SELECT 1").getSingleResult()));
    }

    @Test
    void doesNotClaimToKnowWhatBecameOfACommitThatTheDatabaseDidNotAnswer() {
        try (TestDatabase database = TestDatabase.create()) {
            endsItsConnectionAtCommit(database);

            assertUnsure(() -> database.pooled().run(connection -> insert(connection)));
            assertUnsure(() -> database.jpa()
                    .<Integer, RuntimeException>call(
                            entities -> Transactions.sql(entities, connection -> insert(connection))));
            assertThat(database.number("SELECT count(*) FROM kept")).isZero();
        }
    }

    @Test
    void knowsThatACommitWasRefused() {
        try (TestDatabase database = TestDatabase.create()) {
            database.execute("CREATE TABLE kept (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED)");

            assertThatThrownBy(() -> database.pooled().run(connection -> {
                        insert(connection);
                        insert(connection);
                    }))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e)
                            .returns(false, DatabaseException::unsure)
                            .returns(true, DatabaseException::refused));
            assertThat(database.number("SELECT count(*) FROM kept")).isZero();
        }
    }

    private static void endsItsConnectionAtCommit(TestDatabase database) {
        database.execute("CREATE TABLE kept (id integer)");
        database.execute("CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
        database.execute("CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON kept DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION leave()");
    }

    private static int insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("INSERT INTO kept VALUES (1)");
        }
    }

    private static void assertUnsure(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e)
                .returns(true, DatabaseException::unsure)
                .returns(false, DatabaseException::refused));
    }

    private static void assertAway(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.away())
                .isTrue());
    }

    private static final class NoDatabase extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLException("Connection refused", "08001");
        }
    }
}
