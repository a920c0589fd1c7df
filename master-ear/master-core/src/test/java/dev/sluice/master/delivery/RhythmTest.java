package dev.sluice.master.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.rollup.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RhythmTest {
    /** Berlin goes from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October. */
    @ParameterizedTest
    @CsvSource({
        "DAILY,   06:00, UTC,           2026-03-01T05:59:59Z, 2026-03-01T06:00:00Z",
        "DAILY,   06:00, UTC,           2026-03-01T06:00:00Z, 2026-03-02T06:00:00Z",
        "DAILY,   06:00, Asia/Tokyo,    2026-03-01T20:00:00Z, 2026-03-01T21:00:00Z",
        "DAILY,   06:00, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T04:00:00Z",
        "DAILY,   02:30, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z",
        "DAILY,   02:30, Europe/Berlin, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
        "DAILY,   02:30, Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
        "DAILY,   02:30, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "WEEKLY,  07:00, UTC,           2026-03-01T00:00:00Z, 2026-03-02T07:00:00Z",
        "WEEKLY,  07:00, UTC,           2026-03-02T07:00:00Z, 2026-03-09T07:00:00Z",
        "MONTHLY, 00:00, America/New_York, 2026-02-01T05:00:00Z, 2026-03-01T05:00:00Z",
        "MONTHLY, 00:00, America/New_York, 2026-03-01T05:00:00Z, 2026-04-01T04:00:00Z",
    })
    void isDueByTheClockOnTheWall(Rhythm rhythm, LocalTime at, ZoneId zone, Instant after, Instant due) {
        assertThat(rhythm.dueAfter(after, at, zone)).isEqualTo(due);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "UTC"})
    void isDueOnceOnEachDayOfTheYears(String name) {
        ZoneId zone = ZoneId.of(name);
        for (LocalTime at : new LocalTime[] {LocalTime.MIDNIGHT, LocalTime.of(0, 30), LocalTime.of(2, 30)}) {
            Instant due = Instant.parse("2015-01-02T12:00:00Z");
            LocalDate day = LocalDate.ofInstant(due, zone);
            for (int days = 0; days < 1_500; days++) {
                due = Rhythm.DAILY.dueAfter(due, at, zone);
                day = day.plusDays(1);
                assertThat(LocalDate.ofInstant(due, zone)).isEqualTo(day);
            }
        }
    }

    @Test
    void isAboutTheWholeTimeBefore() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant due = Instant.parse("2026-04-01T04:00:00Z"); // a Wednesday
        assertThat(Rhythm.DAILY.about(due, berlin)).isEqualTo(period("2026-03-30T22:00:00Z", "2026-03-31T22:00:00Z"));
        assertThat(Rhythm.WEEKLY.about(due, berlin)).isEqualTo(period("2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"));
        assertThat(Rhythm.MONTHLY.about(due, berlin)).isEqualTo(period("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"));
    }

    private static Period period(String from, String to) {
        return new Period(Instant.parse(from), Instant.parse(to));
    }
}
