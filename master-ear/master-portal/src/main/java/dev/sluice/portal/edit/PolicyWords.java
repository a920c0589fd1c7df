package dev.sluice.portal.edit;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says a rule, an action or a schedule in words, short enough for a table cell. */
public final class PolicyWords {
    /** How many values of one condition are named before the rest is counted. */
    private static final int MOST_NAMED = 3;

    private static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    /** One phrase for each condition, in order; one for "always" when there are none. */
    public static List<String> conditions(Rule rule) {
        if (rule.conditions().isEmpty()) {
            return List.of("every request");
        }
        return rule.conditions().stream().map(PolicyWords::condition).toList();
    }

    /** The phrase for one condition. */
    public static String condition(Condition condition) {
        if (condition instanceof Condition.ClientNetwork c) {
            return phrase("from", c.networks());
        }
        if (condition instanceof Condition.Host c) {
            return phrase("to", c.hosts().stream().map(PolicyWords::host).toList());
        }
        if (condition instanceof Condition.InCategory c) {
            return phrase("to category", c.categories());
        }
        if (condition instanceof Condition.Method c) {
            return phrase("method", c.methods());
        }
        if (condition instanceof Condition.InNodeGroup c) {
            return phrase("on nodes of", c.groups());
        }
        if (condition instanceof Condition.IsUser c) {
            return phrase("by user", c.users());
        }
        if (condition instanceof Condition.InUserGroup c) {
            return phrase("by users in", c.groups());
        }
        return phrase("during", ((Condition.InSchedule) condition).schedules());
    }

    /** As {@link #verb}, with what the block page will say. */
    public static String action(Action action) {
        if (action instanceof Action.Block block && !block.message().isBlank()) {
            return "Block: " + block.message();
        }
        return verb(action);
    }

    /** "Allow", "Block" or "Ask who it is". */
    public static String verb(Action action) {
        if (action instanceof Action.Allow) {
            return "Allow";
        }
        return action instanceof Action.Block ? "Block" : "Ask who it is";
    }

    /** The windows of a schedule with its zone: {@code Mon-Fri 08:00-17:00, Sat 09:00-12:00 (Europe/Vienna)}. */
    public static String schedule(Schedule schedule) {
        if (schedule.windows().isEmpty()) {
            return "never (no windows)";
        }
        List<String> windows =
                schedule.windows().stream().map(PolicyWords::window).toList();
        return String.join(", ", windows) + " (" + schedule.zone() + ")";
    }

    /** One window: {@code Mon-Fri 08:00-17:00}. */
    public static String window(Schedule.Window window) {
        return days(window.days()) + " " + window.from() + "\u2013" + window.to();
    }

    /** What access records say: {@code client hashed, query kept}; empty for the standard. */
    public static String privacy(Privacy privacy) {
        return privacy.treatments().keySet().stream()
                .map(field -> treated(field, privacy).replace(" is ", " "))
                .collect(Collectors.joining(", "));
    }

    /** What becomes of one field: {@code user-agent is dropped}. */
    static String treated(Privacy.Field field, Privacy privacy) {
        return field.word() + " is "
                + switch (privacy.of(field)) {
                    case KEEP -> "kept";
                    case NETWORK -> "cut to its network";
                    case HASH -> "hashed";
                    case DROP -> "dropped";
                };
    }

    private static String phrase(String start, List<String> values) {
        return values.isEmpty() ? start + " nothing" : start + " " + Phrases.shortList(values, "or", MOST_NAMED);
    }

    private static String host(String host) {
        return host.startsWith(".") ? host.substring(1) + " and below" : host;
    }

    private static String days(List<String> names) {
        List<Integer> days = names.stream()
                .map(d -> DAYS.indexOf(d.toUpperCase(Locale.ROOT)))
                .filter(d -> d >= 0)
                .distinct()
                .sorted()
                .toList();
        if (days.size() == DAYS.size()) {
            return "every day";
        }
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < days.size(); ) {
            int end = i;
            while (end + 1 < days.size() && days.get(end + 1) == days.get(end) + 1) {
                end++;
            }
            runs.add(run(days.get(i), days.get(end)));
            i = end + 1;
        }
        return runs.isEmpty() ? "no day" : String.join(", ", runs);
    }

    private static String run(int first, int last) {
        if (first == last) {
            return day(first);
        }
        return day(first) + (last == first + 1 ? ", " : "\u2013") + day(last);
    }

    private static String day(int index) {
        String name = DAYS.get(index);
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private PolicyWords() {}
}
