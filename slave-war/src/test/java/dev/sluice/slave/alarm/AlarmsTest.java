package dev.sluice.slave.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.slave.SetClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private final SetClock clock = new SetClock();
    private final Alarms alarms = new Alarms(clock);

    @Test
    void saysNothingWhereNothingIsWrong() {
        assertThat(alarms.latest()).isEmpty();
    }

    @Test
    void saysTheNewestAndFallsBackToTheOneBefore() {
        alarms.raise(Matter.POLICY_DISK, "The disk is full.");
        alarms.raise(Matter.HEAD, "The policy has not come.");
        assertThat(alarms.latest()).isEqualTo("The policy has not come.");
        alarms.clear(Matter.HEAD);
        assertThat(alarms.latest()).isEqualTo("The disk is full.");
        alarms.clear(Matter.POLICY_DISK);
        assertThat(alarms.latest()).isEmpty();
    }

    @Test
    void aNoteFadesAndAnAlarmStays() {
        alarms.raise(Matter.POLICY_DISK, "The disk is full.");
        alarms.note(Matter.OLD_MASTER, "An old master speaks.");
        assertThat(alarms.latest()).isEqualTo("An old master speaks.");
        clock.pass(Duration.ofMinutes(2));
        assertThat(alarms.latest()).isEqualTo("The disk is full.");
    }
}
