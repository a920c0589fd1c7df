package dev.sluice.master.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
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
}
