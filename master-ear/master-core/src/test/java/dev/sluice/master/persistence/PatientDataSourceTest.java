package dev.sluice.master.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatientDataSourceTest {
    @ParameterizedTest
    @ValueSource(strings = {"08001", "08004", "08006", "53300", "57P03"})
    void waitsForWhatMayPass(String state) {
        assertThat(PatientDataSource.mayPass(new SQLException("not now", state)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "28000", "3D000", "42501", ""})
    void givesUpWhereWaitingIsInVain(String state) {
        assertThat(PatientDataSource.mayPass(new SQLException("never", state))).isFalse();
        assertThat(PatientDataSource.mayPass(new SQLException("never"))).isFalse();
    }

    @Test
    void saysNothingOfTheRowThatIsRefused() throws SQLException {
        String name = TestServer.createMigrated();
        PatientDataSource source = new PatientDataSource();
        source.setUrl(TestServer.url(name));
        try (Connection connection = source.getConnection("postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE visit (path text CHECK (path <> '/private'))");
            assertThatThrownBy(() -> statement.execute("INSERT INTO visit VALUES ('/private')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("check constraint")
                    .hasMessageNotContaining("/private");
        } finally {
            TestServer.drop(name);
        }
    }
}
