package dev.sluice.master.delivery;

import dev.sluice.master.rollup.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** How often a report is made: on the first day of what follows the time that it is about. */
public enum Rhythm {
    /** Each day, about the day before. */
    DAILY,
    /** On Mondays, about the week before, Monday to Sunday. */
    WEEKLY,
    /** On the first of a month, about the month before. */
    MONTHLY;

    /** Its name in REST. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The first time after the given one that a report is due. There is one on each such day: a time that a change of clocks
     * leaves out is taken as much later, and of one that comes twice the first counts.
     */
    Instant dueAfter(Instant time, LocalTime at, ZoneId zone) {
        LocalDate day = first(LocalDate.ofInstant(time, zone));
        while (!day.atTime(at).atZone(zone).toInstant().isAfter(time)) {
            day = following(day);
        }
        return day.atTime(at).atZone(zone).toInstant();
    }

    /** The last whole day, week or month before the time. */
    Period about(Instant time, ZoneId zone) {
        LocalDate end = first(LocalDate.ofInstant(time, zone));
        LocalDate start = first(end.minusDays(1));
        return new Period(
                start.atStartOfDay(zone).toInstant(), end.atStartOfDay(zone).toInstant());
    }

    private LocalDate first(LocalDate day) {
        return switch (this) {
            case DAILY -> day;
            case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTHLY -> day.withDayOfMonth(1);
        };
    }

    private LocalDate following(LocalDate day) {
        return switch (this) {
            case DAILY -> day.plusDays(1);
            case WEEKLY -> day.plusWeeks(1);
            case MONTHLY -> day.plusMonths(1);
        };
    }
}
