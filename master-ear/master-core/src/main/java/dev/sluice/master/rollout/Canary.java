package dev.sluice.master.rollout;

import dev.sluice.master.policy.PublishedPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which nodes get a revision first: a number ({@code 1}), a share ({@code 25%}), {@code group:NAME}, or {@code
 * nodes:A,B}. Of the same nodes it chooses the same ones.
 *
 * @param text as it was asked for
 */
public record Canary(String text) {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,5}");
    private static final Pattern SHARE = Pattern.compile("([1-9]\\d?|100)%");
    private static final String GROUP = "group:";
    private static final String NODES = "nodes:";
    private static final int LONGEST = 10_000;

    /** @throws IllegalArgumentException when it is none of these */
    public Canary {
        boolean known = text.length() <= LONGEST
                && (NUMBER.matcher(text).matches()
                        || SHARE.matcher(text).matches()
                        || text.startsWith(GROUP) && text.length() > GROUP.length()
                        || text.startsWith(NODES) && !names(text).isEmpty());
        if (!known) {
            throw new IllegalArgumentException(
                    "must be a number of nodes (1), a share (25%), group:NAME, or nodes:A,B");
        }
    }

    /**
     * Chooses among the nodes that take traffic and would understand the policy.
     *
     * @return their ids in order, at least one
     * @throws NoCanaryException when there is none, or one that was named is not among them
     */
    List<String> choose(List<Seen> nodes, PublishedPolicy policy) {
        List<Seen> serving = nodes.stream()
                .filter(Seen::takesTraffic)
                .sorted(Comparator.comparing(Seen::id))
                .toList();
        if (text.startsWith(NODES)) {
            return named(serving, policy);
        }
        List<Seen> wanted = serving.stream().filter(this::isOfTheGroup).toList();
        if (wanted.isEmpty()) {
            throw new NoCanaryException(nobody() + " takes traffic now.");
        }
        List<String> able = ids(wanted.stream().filter(node -> node.understands(policy)));
        if (able.isEmpty()) {
            throw new NoCanaryException(nobody() + " that takes traffic now can be sent " + described(policy) + ".");
        }
        return text.startsWith(GROUP) ? able : able.subList(0, Math.min(count(able.size()), able.size()));
    }

    private boolean isOfTheGroup(Seen node) {
        return !text.startsWith(GROUP) || node.group().equals(text.substring(GROUP.length()));
    }

    private String nobody() {
        return text.startsWith(GROUP) ? "No node of the group " + text.substring(GROUP.length()) : "No node";
    }

    private static List<String> ids(Stream<Seen> nodes) {
        return nodes.map(Seen::id).toList();
    }

    /** A share is rounded up, so that it is never nobody. */
    private int count(int nodes) {
        if (!text.endsWith("%")) {
            return Integer.parseInt(text);
        }
        int percent = Integer.parseInt(text.substring(0, text.length() - 1));
        return (nodes * percent + 99) / 100;
    }

    private List<String> named(List<Seen> serving, PublishedPolicy policy) {
        List<String> names = names(text);
        List<String> missing = new ArrayList<>(names);
        missing.removeAll(ids(serving.stream()));
        if (!missing.isEmpty()) {
            throw new NoCanaryException("These take no traffic now: " + String.join(", ", missing) + ".");
        }
        List<String> old = ids(serving.stream().filter(node -> !node.understands(policy)));
        List<String> unable = names.stream().filter(old::contains).toList();
        if (!unable.isEmpty()) {
            throw new NoCanaryException(
                    "These cannot be sent " + described(policy) + ": " + String.join(", ", unable) + ".");
        }
        return names;
    }

    private static String described(PublishedPolicy policy) {
        return "the policy, which needs version " + policy.protocol() + " of the protocol";
    }

    private static List<String> names(String text) {
        return List.copyOf(
                new TreeSet<>(Arrays.stream(text.substring(NODES.length()).split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList()));
    }
}
