package dev.sluice.policy;

import dev.sluice.policy.match.WeeklyHours;
import dev.sluice.policy.model.Schedule;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Parses schedules. */
final class ScheduleReader {
    private static final int WRONG = -1;
    private static final int END_OF_DAY = 24 * 60;
    private static final Pattern TIME = Pattern.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]");
    private static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    private final Problems problems;

    ScheduleReader(Problems problems) {
        this.problems = problems;
    }

    /** By name. What is wrong in a schedule is left out of it. */
    Map<String, WeeklyHours> read(List<Schedule> schedules) {
        Words names = new Words(problems);
        Map<String, WeeklyHours> byName = new HashMap<>();
        for (int i = 0; i < schedules.size(); i++) {
            Schedule schedule = schedules.get(i);
            String path = "schedules[" + i + "]";
            names.checkId(path + ".name", schedule.name());
            byName.putIfAbsent(schedule.name(), read(path, schedule));
        }
        return byName;
    }

    private WeeklyHours read(String path, Schedule schedule) {
        WeeklyHours hours = new WeeklyHours(zone(path + ".zone", schedule.zone()));
        if (schedule.windows().isEmpty()) {
            problems.add(path + ".windows", "is empty; add a window, or remove the schedule.");
        }
        for (int i = 0; i < schedule.windows().size(); i++) {
            open(path + ".windows[" + i + "]", schedule.windows().get(i), hours);
        }
        return hours;
    }

    private ZoneId zone(String path, String zone) {
        if (ZoneId.getAvailableZoneIds().contains(zone)) {
            return ZoneId.of(zone);
        }
        problems.add(
                path, Problems.quote(zone) + " is not a time zone; write an IANA name such as Europe/Vienna or UTC.");
        return ZoneOffset.UTC;
    }

    private void open(String path, Schedule.Window window, WeeklyHours hours) {
        int from = minute(path + ".from", window.from(), false);
        int to = minute(path + ".to", window.to(), true);
        boolean timesRight = from != WRONG && to != WRONG;
        if (timesRight && from == to) {
            problems.add(path, "starts and ends at the same time; write 00:00 to 24:00 for the whole day.");
            timesRight = false;
        }
        if (window.days().isEmpty()) {
            problems.add(path + ".days", "is empty; name the days on which the window opens.");
        }
        for (int i = 0; i < window.days().size(); i++) {
            int day = DAYS.indexOf(window.days().get(i));
            if (day < 0) {
                problems.add(
                        path + ".days[" + i + "]",
                        Problems.quote(window.days().get(i)) + " is not a day; write one of " + String.join(", ", DAYS)
                                + ".");
            } else if (timesRight) {
                hours.open(DayOfWeek.of(day + 1), from, to);
            }
        }
    }

    private int minute(String path, String time, boolean end) {
        if (end && time.equals("24:00")) {
            return END_OF_DAY;
        }
        if (!TIME.matcher(time).matches()) {
            problems.add(
                    path,
                    Problems.quote(time) + " is not a time of day; write it like 08:30, from 00:00 to "
                            + (end ? "24:00." : "23:59."));
            return WRONG;
        }
        return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
    }
}
