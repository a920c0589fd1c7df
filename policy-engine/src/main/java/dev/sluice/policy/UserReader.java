package dev.sluice.policy;

import dev.sluice.policy.match.CanonicalForm;
import dev.sluice.policy.model.User;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks the users of a bundle. What is wrong in one is left out of him. */
final class UserReader {
    /** More are refused: all of them are in each message of the policy. */
    static final int MOST = 10_000;

    private static final Pattern NAME = Pattern.compile("[\\p{Ll}\\p{Lo}0-9][\\p{Ll}\\p{Lo}0-9._@-]{0,63}");
    private static final Pattern PASSWORD =
            Pattern.compile("pbkdf2-sha256:([0-9]{1,7}):[A-Za-z0-9+/]{22,86}={0,2}:[A-Za-z0-9+/]{43}=");
    /** Fewer can be tried too fast. */
    private static final int FEWEST_ITERATIONS = 10_000;
    /** More keep a node busy for too long. */
    private static final int MOST_ITERATIONS = 1_000_000;

    private final Problems problems;

    /** The users that were read. */
    static final class Users {
        private final SortedMap<String, User> byName = new TreeMap<>();

        /** In the order of the alphabet. */
        Set<String> names() {
            return Collections.unmodifiableSet(byName.keySet());
        }

        /** The groups that somebody is in, in the order of the alphabet. */
        Set<String> groups() {
            return byName.values().stream()
                    .flatMap(user -> user.groups().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** The names of those who are in one of the groups. */
        Set<String> in(Collection<String> groups) {
            return byName.values().stream()
                    .filter(user -> !Collections.disjoint(user.groups(), groups))
                    .map(User::name)
                    .collect(Collectors.toSet());
        }

        /** What tells the password of each, by name. */
        Map<String, String> passwords() {
            return byName.values().stream().collect(Collectors.toUnmodifiableMap(User::name, User::password));
        }
    }

    UserReader(Problems problems) {
        this.problems = problems;
    }

    Users read(List<User> users) {
        if (users.size() > MOST) {
            problems.add("users", "has " + users.size() + " users; " + MOST + " are the most.");
        }
        Users read = new Users();
        for (int i = 0; i < users.size(); i++) {
            User user = users.get(i);
            String path = "users[" + i + "]";
            checkName(path + ".name", user.name());
            for (int j = 0; j < user.groups().size(); j++) {
                Words.checkForm(path + ".groups[" + j + "]", user.groups().get(j), problems);
            }
            checkPassword(path + ".password", user.password());
            if (read.byName.putIfAbsent(user.name(), user) != null) {
                problems.add(
                        path + ".name", Problems.quote(user.name()) + " is used more than once; each must be unique.");
            }
        }
        return read;
    }

    private void checkName(String path, String name) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    path,
                    Problems.quote(name) + " is not allowed; use 1 to 64 lower-case letters, digits and . _ @ -,"
                            + " starting with a letter or a digit.");
        }
    }

    /** Says nothing of what it is: it may be a password. */
    private void checkPassword(String path, String password) {
        Matcher parts = PASSWORD.matcher(password);
        if (!parts.matches()) {
            problems.add(
                    path,
                    "is not pbkdf2-sha256:iterations:salt:hash; set the password in the portal, or with"
                            + " PUT /api/v1/policy/draft/users/NAME, which makes it.");
            return;
        }
        int iterations = Integer.parseInt(parts.group(1));
        if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
            problems.add(
                    path,
                    "has " + iterations + " iterations; " + FEWEST_ITERATIONS + " to " + MOST_ITERATIONS
                            + " are allowed.");
        }
    }

    /** Adds nothing for none, so that policies without users keep the hash that older nodes compute. */
    static void describe(Map<String, String> passwords, CanonicalForm form) {
        if (!passwords.isEmpty()) {
            form.text("users").number(passwords.size());
            new TreeMap<>(passwords).forEach((name, password) -> form.text(name).text(password));
        }
    }
}
