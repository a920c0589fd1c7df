package dev.sluice.policy.match;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.BitSet;

/**
 * The minutes of the week in which a schedule is open, by the wall clock of its zone. So an hour that the clock skips is
 * never open, and one that it repeats is open twice.
 */
public final class WeeklyHours {
    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final int MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;
    /** The epoch was a Thursday. */
    private static final int EPOCH_MINUTE = (DayOfWeek.THURSDAY.getValue() - 1) * MINUTES_OF_DAY;

    private final ZoneId zone;
    private final BitSet minutes = new BitSet(MINUTES_OF_WEEK);

    public WeeklyHours(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Opens a window, while the schedule is built.
     *
     * @param from minute of the day, inclusive
     * @param to minute of the day, exclusive, to 1440; not after {@code from} means the next day
     */
    public void open(DayOfWeek day, int from, int to) {
        int start = (day.getValue() - 1) * MINUTES_OF_DAY;
        int end = to > from ? to : to + MINUTES_OF_DAY;
        minutes.set(start + from, Math.min(start + end, MINUTES_OF_WEEK));
        if (start + end > MINUTES_OF_WEEK) {
            minutes.set(0, start + end - MINUTES_OF_WEEK);
        }
    }

    public boolean isOpen(Instant time) {
        long wallClock = time.getEpochSecond() + zone.getRules().getOffset(time).getTotalSeconds();
        long minute = Math.floorMod(Math.floorDiv(wallClock, 60L) + EPOCH_MINUTE, (long) MINUTES_OF_WEEK);
        return minutes.get((int) minute);
    }

    /** Zone and minutes as one text, the same for schedules that are open at the same times of one zone. */
    String describe() {
        return zone.getId() + minutes;
    }
}
