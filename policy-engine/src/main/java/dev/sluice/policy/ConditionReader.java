package dev.sluice.policy;

import dev.sluice.policy.match.HostPattern;
import dev.sluice.policy.match.Network;
import dev.sluice.policy.match.WeeklyHours;
import dev.sluice.policy.model.Condition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Parses the values of conditions. What is wrong in a condition is left out of it. */
final class ConditionReader {
    /** RFC 9110 section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    private static final int NAMES_SHOWN = 8;

    private final List<String> categories;
    private final Map<String, WeeklyHours> schedules;
    private final UserReader.Users users;
    private final Problems problems;

    ConditionReader(
            List<String> categories, Map<String, WeeklyHours> schedules, UserReader.Users users, Problems problems) {
        this.categories = categories;
        this.schedules = schedules;
        this.users = users;
        this.problems = problems;
    }

    /** @param at the condition's path */
    ParsedCondition read(String at, Condition condition) {
        if (condition instanceof Condition.ClientNetwork c) {
            return new ParsedCondition.OfNetworks(networks(at, c));
        }
        if (condition instanceof Condition.Host c) {
            return new ParsedCondition.OfHosts(hosts(at, c));
        }
        if (condition instanceof Condition.InCategory c) {
            return new ParsedCondition.OfCategories(categories(at, c));
        }
        if (condition instanceof Condition.Method c) {
            return new ParsedCondition.OfMethods(methods(at, c));
        }
        if (condition instanceof Condition.InNodeGroup c) {
            return new ParsedCondition.OfNodeGroups(nodeGroups(at, c));
        }
        if (condition instanceof Condition.IsUser c) {
            return new ParsedCondition.OfUsers(users(at, c));
        }
        if (condition instanceof Condition.InUserGroup c) {
            return new ParsedCondition.OfUsers(members(at, c));
        }
        if (condition instanceof Condition.InSchedule c) {
            return new ParsedCondition.OfSchedules(schedules(at, c));
        }
        throw new IllegalStateException("a condition that is not among the permitted ones");
    }

    private List<Network> networks(String at, Condition.ClientNetwork condition) {
        String path = at + ".networks";
        checkNotEmpty(path, condition.networks());
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < condition.networks().size(); i++) {
            String text = condition.networks().get(i);
            try {
                networks.add(Network.parse(text));
            } catch (IllegalArgumentException e) {
                problems.add(path + "[" + i + "]", Problems.quote(text) + " " + e.getMessage());
            }
        }
        return networks;
    }

    private List<HostPattern> hosts(String at, Condition.Host condition) {
        String path = at + ".hosts";
        checkNotEmpty(path, condition.hosts());
        List<HostPattern> patterns = new ArrayList<>();
        for (int i = 0; i < condition.hosts().size(); i++) {
            String text = condition.hosts().get(i);
            boolean below = text.startsWith(".");
            Optional<String> name = HostName.normalise(below ? text.substring(1) : text);
            if (name.isEmpty()) {
                problems.add(path + "[" + i + "]", Problems.quote(text) + hostProblem(text));
            } else if (below && HostName.isAddress(name.get())) {
                problems.add(
                        path + "[" + i + "]",
                        Problems.quote(text) + " is an address, and nothing is below it; write " + name.get() + ".");
            } else {
                patterns.add(new HostPattern(name.get(), below));
            }
        }
        return patterns;
    }

    private static String hostProblem(String text) {
        if (text.startsWith("*.")) {
            return " has a wildcard; write " + Problems.quote(text.substring(1)) + " for the domain and all below it.";
        }
        return text.contains("/") || text.contains(":")
                ? " is not a host; write only the host, without scheme, port or path."
                : " is not a host; write it like www.example.com, .example.com or 192.0.2.1.";
    }

    private BitSet categories(String at, Condition.InCategory condition) {
        String path = at + ".categories";
        checkNotEmpty(path, condition.categories());
        BitSet places = new BitSet();
        for (int i = 0; i < condition.categories().size(); i++) {
            int place = categories.indexOf(condition.categories().get(i));
            if (place >= 0) {
                places.set(place);
            } else {
                unknown(path + "[" + i + "]", "category", condition.categories().get(i), categories);
            }
        }
        return places;
    }

    private Set<String> methods(String at, Condition.Method condition) {
        String path = at + ".methods";
        checkNotEmpty(path, condition.methods());
        for (int i = 0; i < condition.methods().size(); i++) {
            String method = condition.methods().get(i);
            if (!TOKEN.matcher(method).matches()) {
                problems.add(
                        path + "[" + i + "]",
                        Problems.quote(method) + " is not a request method; write it like GET, 1 to 64 characters"
                                + " without spaces.");
            }
        }
        return new HashSet<>(condition.methods());
    }

    private Set<String> nodeGroups(String at, Condition.InNodeGroup condition) {
        String path = at + ".groups";
        checkNotEmpty(path, condition.groups());
        for (int i = 0; i < condition.groups().size(); i++) {
            Words.checkForm(path + "[" + i + "]", condition.groups().get(i), problems);
        }
        return new HashSet<>(condition.groups());
    }

    private Set<String> users(String at, Condition.IsUser condition) {
        String path = at + ".users";
        checkNotEmpty(path, condition.users());
        checkKnown(path, "user", condition.users(), users.names());
        return new HashSet<>(condition.users());
    }

    /** The names of all who are in one of the groups. */
    private Set<String> members(String at, Condition.InUserGroup condition) {
        String path = at + ".groups";
        checkNotEmpty(path, condition.groups());
        checkKnown(path, "group of users", condition.groups(), users.groups());
        return users.in(condition.groups());
    }

    private void checkKnown(String path, String kind, List<String> values, Set<String> known) {
        for (int i = 0; i < values.size(); i++) {
            if (!known.contains(values.get(i))) {
                unknown(path + "[" + i + "]", kind, values.get(i), known);
            }
        }
    }

    private List<WeeklyHours> schedules(String at, Condition.InSchedule condition) {
        String path = at + ".schedules";
        checkNotEmpty(path, condition.schedules());
        List<WeeklyHours> hours = new ArrayList<>();
        for (int i = 0; i < condition.schedules().size(); i++) {
            WeeklyHours schedule = schedules.get(condition.schedules().get(i));
            if (schedule != null) {
                hours.add(schedule);
            } else {
                unknown(
                        path + "[" + i + "]",
                        "schedule",
                        condition.schedules().get(i),
                        new TreeSet<>(schedules.keySet()));
            }
        }
        return hours;
    }

    private void checkNotEmpty(String path, List<String> values) {
        if (values.isEmpty()) {
            problems.add(path, "is empty, so the rule could never match; add a value, or remove the condition.");
        }
    }

    private void unknown(String path, String kind, String name, Iterable<String> known) {
        List<String> names = new ArrayList<>();
        known.forEach(names::add);
        String hint = names.isEmpty()
                ? "the policy has none; add it first."
                : "known are " + String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)))
                        + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more." : ".");
        problems.add(path, "no " + kind + " is named " + Problems.quote(name) + "; " + hint);
    }
}
