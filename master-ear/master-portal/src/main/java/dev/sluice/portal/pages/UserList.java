package dev.sluice.portal.pages;

import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.User;
import dev.sluice.portal.edit.Uses;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The users of a policy that a person looks for, the first of them as lines of a table: a policy may have thousands.
 *
 * @param hidden how many others match
 */
record UserList(List<Row> rows, int hidden) {
    static final int SHOWN = 200;

    /** One line of the table. */
    public record Row(String name, String groups, String usedBy) {}

    /** @param wanted a part of a name or of a group; empty for all */
    static UserList of(PolicyBundle policy, String wanted) {
        String part = wanted.strip().toLowerCase(Locale.ROOT);
        List<User> found =
                policy.users().stream().filter(user -> matches(user, part)).toList();
        List<Row> rows =
                found.stream().limit(SHOWN).map(user -> row(policy, user)).toList();
        return new UserList(rows, found.size() - rows.size());
    }

    private static boolean matches(User user, String part) {
        return Stream.concat(Stream.of(user.name()), user.groups().stream()).anyMatch(name -> name.contains(part));
    }

    private static Row row(PolicyBundle policy, User user) {
        return new Row(
                user.name(), String.join(", ", user.groups()), String.join(", ", Uses.ofUserOrGroups(policy, user)));
    }
}
