package dev.sluice.policy;

import static dev.sluice.policy.Policy.NOON;
import static dev.sluice.policy.Policy.get;
import static dev.sluice.policy.Policy.schedules;
import static dev.sluice.policy.Policy.window;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleDecisionTest {
    @ParameterizedTest
    @CsvSource({
        // 2026-06-15 is a Monday; Vienna is two hours ahead of UTC in summer and one in winter
        "2026-06-15T05:59:59Z, ''",
        "2026-06-15T06:00:00Z, work",
        "2026-06-15T14:59:59.999999999Z, work",
        "2026-06-15T15:00:00Z, ''",
        "2026-06-16T06:00:00Z, ''",
        "2026-01-12T06:59:59Z, ''",
        "2026-01-12T07:00:00Z, work",
        // Friday night to Saturday morning
        "2026-06-19T19:59:59Z, ''",
        "2026-06-19T20:00:00Z, night",
        "2026-06-20T03:59:59Z, night",
        "2026-06-20T04:00:00Z, ''",
        "2026-06-20T20:00:00Z, ''",
        // Sunday to its end, and on over the end of the week
        "2026-06-21T17:59:59Z, ''",
        "2026-06-21T18:00:00Z, sunday",
        "2026-06-21T21:59:59Z, sunday",
        "2026-06-21T22:00:00Z, week-end",
        "2026-06-21T22:29:59Z, week-end",
        "2026-06-21T22:30:00Z, ''",
        // all of Wednesday, in UTC
        "2026-06-16T23:59:59Z, ''",
        "2026-06-17T00:00:00Z, wednesday",
        "2026-06-17T23:59:59Z, wednesday",
        "2026-06-18T00:00:00Z, ''",
    })
    void matchesSchedules(Instant time, String rule) throws Exception {
        CompiledPolicy policy = Policy.empty()
                .schedule("work", "Europe/Vienna", window("MON", "08:00", "17:00"))
                .schedule("night", "Europe/Vienna", window("FRI", "22:00", "06:00"))
                .schedule("sunday", "Europe/Vienna", window("SUN", "20:00", "24:00"))
                .schedule("week-end", "Europe/Vienna", window("SUN", "23:59", "00:30"))
                .schedule("wednesday", "UTC", window("WED", "00:00", "24:00"))
                .block("work", schedules("work"))
                .block("night", schedules("night"))
                .block("sunday", schedules("sunday"))
                .block("week-end", schedules("week-end"))
                .block("wednesday", schedules("wednesday"))
                .compile();

        assertThat(policy.decide(get("10.0.0.1", "a.test"), Phase.REQUEST, time).ruleId())
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        // 2026-03-29: the clock goes from 02:00 to 03:00 at 01:00 UTC
        "2026-03-29T00:59:59Z, false",
        "2026-03-29T01:00:00Z, false",
        // 2026-10-25: 02:00 to 03:00 is twice, from 00:00 and from 01:00 UTC
        "2026-10-24T23:59:59Z, false",
        "2026-10-25T00:30:00Z, true",
        "2026-10-25T01:30:00Z, true",
        "2026-10-25T02:00:00Z, false",
    })
    void followsTheWallClockWhereItChanges(Instant time, boolean open) throws Exception {
        CompiledPolicy policy = Policy.empty()
                .schedule("two", "Europe/Vienna", window("SUN", "02:00", "03:00"))
                .block("two", schedules("two"))
                .compile();

        assertThat(policy.decide(get("10.0.0.1", "a.test"), Phase.REQUEST, time).blocks())
                .isEqualTo(open);
    }

    @Test
    void answersForEachTimeThoughItKeepsTheLastAnswer() throws Exception {
        CompiledPolicy policy = Policy.empty()
                .schedule("noon", "UTC", window("MON", "12:00", "12:01"))
                .block("noon", schedules("noon"))
                .compile();
        for (int i = 0; i < 3; i++) {
            assertThat(decideAt(policy, NOON)).isTrue();
            assertThat(decideAt(policy, NOON.plusSeconds(59))).isTrue();
            assertThat(decideAt(policy, NOON.plusSeconds(60))).isFalse();
            assertThat(decideAt(policy, NOON.minusNanos(1))).isFalse();
        }
    }

    private static boolean decideAt(CompiledPolicy policy, Instant time) {
        return policy.decide(get("10.0.0.1", "a.test"), Phase.REQUEST, time).blocks();
    }
}
