package dev.sluice.slave.alarm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** The alarms of this node. Safe for any thread. */
public final class Alarms {
    private static final Duration NOTE_LASTS = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<Matter, Alarm> alarms = new EnumMap<>(Matter.class);
    private long raised;

    private record Alarm(long order, String text, Instant fades) {}

    public Alarms(Clock clock) {
        this.clock = clock;
    }

    /** Something is wrong until it is cleared. */
    public void raise(Matter matter, String text) {
        put(matter, text, Instant.MAX);
    }

    /** Something went wrong; that is said for a minute, for nothing tells when it is over. */
    public void note(Matter matter, String text) {
        put(matter, text, clock.instant().plus(NOTE_LASTS));
    }

    private synchronized void put(Matter matter, String text, Instant fades) {
        alarms.put(matter, new Alarm(raised++, text, fades));
    }

    public synchronized void clear(Matter matter) {
        alarms.remove(matter);
    }

    /** The newest alarm that still stands, in words for a person; empty for none. */
    public synchronized String latest() {
        Instant now = clock.instant();
        alarms.values().removeIf(alarm -> alarm.fades().isBefore(now));
        return alarms.values().stream()
                .max(Comparator.comparingLong(Alarm::order))
                .map(Alarm::text)
                .orElse("");
    }
}
