package dev.sluice.master.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
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
