package dev.sluice.policy.model;

import java.util.List;

/**
 * A named set of weekly windows.
 *
 * @param name lower-case letters, digits and hyphens
 * @param zone an IANA time zone, for instance {@code Europe/Vienna}
 */
public record Schedule(String name, String zone, List<Window> windows) {
    public Schedule {
        windows = List.copyOf(windows);
    }

    /**
     * A window that opens on each of the days.
     *
     * @param days {@code MON} to {@code SUN}
     * @param from wall-clock time {@code HH:MM}, inclusive
     * @param to wall-clock time {@code HH:MM}, exclusive; {@code 24:00} is the end of the day; before {@code from}
     *     it means the next day
     */
    public record Window(List<String> days, String from, String to) {
        public Window {
            days = List.copyOf(days);
        }
    }
}
