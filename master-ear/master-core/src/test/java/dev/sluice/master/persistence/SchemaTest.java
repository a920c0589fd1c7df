package dev.sluice.master.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void migratesAnEmptyDatabaseAndThenAMigratedOne() throws SQLException {
        DataSource source = TestServer.source(TestServer.createEmpty());
        new Schema(source, new Gate()).migrate();
        new Schema(source, new Gate()).migrate();
        try (Connection connection = source.getConnection();
                ResultSet tables = connection.getMetaData().getTables(null, "public", "access_record", null)) {
            assertThat(tables.next()).isTrue();
        }
    }

    @Test
    void letsNobodyThroughBeforeTheSchemaIsUpToDate() throws Exception {
        DataSource source = TestServer.source(TestServer.createEmpty());
        Gate gate = new Gate();
        Database database = new Database(source, gate);
        CompletableFuture<Boolean> early = CompletableFuture.supplyAsync(() -> database.call(connection ->
                connection.getMetaData().getTables(null, null, "account", null).next()));
        new Schema(source, gate).migrate();
        assertThat(early.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void rollsBackWhatThrows() {
        try (TestDatabase database = TestDatabase.create()) {
            assertThatThrownBy(() -> database.jdbc().run(SchemaTest::insertAndFail))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("torn");
            assertThat(database.number("SELECT count(*) FROM account")).isZero();
        }
    }

    private static void insertAndFail(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("INSERT INTO account (name, password) VALUES ('a', 'b')");
        }
        throw new SQLException("torn");
    }

    @Test
    void tellsRefusedValuesFromADatabaseThatIsAway() {
        try (TestDatabase database = TestDatabase.create()) {
            assertThatThrownBy(() -> database.jdbc().run(connection -> connection
                            .createStatement()
                            .execute("INSERT INTO policy_draft VALUES (2, 0, '', now(), '')")))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.refused())
                            .isTrue());
            assertThatThrownBy(() -> database.jdbc().run(connection -> {
                        throw new SQLException("gone", "08006");
                    }))
                    .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.refused())
                            .isFalse());
        }
    }
}
