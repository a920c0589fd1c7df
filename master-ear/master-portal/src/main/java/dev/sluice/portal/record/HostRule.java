package dev.sluice.portal.record;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.explain.Explanations;
import dev.sluice.policy.HostName;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.edit.PolicyEdits;
import dev.sluice.portal.edit.RefusedEditException;
import dev.sluice.portal.edit.RefusedEditException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A rule that allows or blocks the host of a record from now on.
 *
 * @param scope for whom
 * @param group the group of users or of nodes that it is for, empty where the scope takes none
 */
public record HostRule(AccessRecord record, Action action, Scope scope, String group) {
    private static final int LONGEST_HOST = 110;
    /** What stands in a record for a user's name that was hashed or erased begins so, and no user's name does. */
    private static final String NO_NAME = "~";

    /** For whom a rule is to hold. */
    public enum Scope {
        ALL,
        /** The record's client address. */
        CLIENT,
        /** The record's user, wherever he has signed in. */
        USER,
        /** The users of a group that the record's user is in. */
        USER_GROUP,
        /** Clients of the nodes that are in the group of the record's node. */
        NODE_GROUP;

        /** Its name in REST. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Scope> of(String word) {
            return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
        }
    }

    /**
     * All that can be made of what the record and the draft hold.
     *
     * @param nodeGroup the group that the record's node is in now, empty for none
     */
    public static List<HostRule> possible(AccessRecord record, Action action, String nodeGroup, PolicyBundle draft) {
        List<HostRule> rules = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            List<String> groups =
                    switch (scope) {
                        case ALL, CLIENT, USER -> List.of("");
                        case USER_GROUP -> userGroups(record, draft);
                        case NODE_GROUP -> List.of(nodeGroup);
                    };
            groups.forEach(group -> rules.add(new HostRule(record, action, scope, group)));
        }
        rules.removeIf(rule -> !rule.isPossible(draft));
        return rules;
    }

    /** The groups that the record's user is in, in the order of the alphabet; none for a user that the draft does not have. */
    public static List<String> userGroups(AccessRecord record, PolicyBundle draft) {
        return draft.users().stream()
                .filter(user -> user.name().equals(record.user()))
                .flatMap(user -> user.groups().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Adds the rule before the first one that decides such a request, or may decide it.
     *
     * @throws RefusedEditException when there is such a rule, or the record or the draft does not hold what it takes
     */
    public PolicyBundle addTo(PolicyBundle draft) {
        Rule rule = new Rule(PolicyEdits.newId(draft, name()), name(), true, conditions(draft), action);
        int place = place(draft);
        refuseIfThere(draft, rule, place);
        return PolicyEdits.addRule(draft, rule, place);
    }

    private boolean isPossible(PolicyBundle draft) {
        try {
            return !conditions(draft).isEmpty();
        } catch (RefusedEditException e) {
            return false;
        }
    }

    /** Where it stands in a draft that it is to be added to, from 0. */
    public int place(PolicyBundle draft) {
        return Explanations.by(draft, record).candidates().stream()
                .findFirst()
                .map(first -> PolicyEdits.indexOf(draft, first.id()))
                .orElse(draft.rules().size());
    }

    /** For people: {@code Block ads.example for 10.0.0.7}. */
    public String name() {
        String host =
                record.host().substring(0, Math.min(LONGEST_HOST, record.host().length()));
        String verb = action instanceof Action.Block ? "Block " : "Allow ";
        return verb
                + host
                + switch (scope) {
                    case ALL -> "";
                    case CLIENT -> " for " + record.client();
                    case USER -> " for user " + record.user();
                    case USER_GROUP -> " for users in " + group;
                    case NODE_GROUP -> " on " + group;
                };
    }

    private List<Condition> conditions(PolicyBundle draft) {
        List<Condition> conditions = new ArrayList<>();
        String host = HostName.normalise(record.host()).orElseThrow(() -> lacking("a host"));
        conditions.add(new Condition.Host(List.of(host)));
        switch (scope) {
            case ALL -> {}
            case CLIENT -> conditions.add(new Condition.ClientNetwork(List.of(client())));
            case USER -> conditions.add(new Condition.IsUser(List.of(user(draft))));
            case USER_GROUP -> conditions.add(new Condition.InUserGroup(List.of(userGroup(draft))));
            case NODE_GROUP -> {
                if (group.isEmpty()) {
                    throw new RefusedEditException(Reason.LACKING, "The record's node is in no group now.");
                }
                conditions.add(new Condition.InNodeGroup(List.of(group)));
            }
        }
        return conditions;
    }

    private String client() {
        String client = record.client().replaceFirst("%.*", "");
        if (HostName.normalise(client).filter(HostName::isAddress).isEmpty()) {
            throw lacking("the client's address");
        }
        return client;
    }

    private String user(PolicyBundle draft) {
        String user = record.user();
        if (user.isEmpty()) {
            throw lacking("a user");
        }
        if (user.startsWith(NO_NAME)) {
            throw lacking("the user's name");
        }
        if (draft.users().stream().noneMatch(known -> known.name().equals(user))) {
            throw new RefusedEditException(Reason.LACKING, "The draft has no user “" + user + "”.");
        }
        return user;
    }

    private String userGroup(PolicyBundle draft) {
        String user = user(draft);
        if (!userGroups(record, draft).contains(group)) {
            String what = group.isEmpty() ? "in no group of users" : "not in “" + group + "”";
            throw new RefusedEditException(Reason.LACKING, "In the draft “" + user + "” is " + what + ".");
        }
        return group;
    }

    private static RefusedEditException lacking(String what) {
        return new RefusedEditException(Reason.LACKING, "The record does not hold " + what + ".");
    }

    private static void refuseIfThere(PolicyBundle draft, Rule rule, int place) {
        Predicate<Rule> same = other -> other.conditions().equals(rule.conditions())
                && other.action().word().equals(rule.action().word());
        draft.rules().stream().filter(same).findFirst().ifPresent(there -> {
            int at = draft.rules().indexOf(there);
            String hint = there.enabled() ? "" : " It is disabled; enable it.";
            String behind = at <= place
                    ? ""
                    : " It stands behind “" + draft.rules().get(place).name() + "”, which decides first; move it up.";
            throw new RefusedEditException(
                    Reason.TAKEN, "The draft has such a rule already: “" + there.name() + "”." + hint + behind);
        });
    }
}
