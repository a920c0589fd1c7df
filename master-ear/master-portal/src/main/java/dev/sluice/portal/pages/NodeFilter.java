package dev.sluice.portal.pages;

import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which nodes a person wants to see.
 *
 * @param text a part of the id, the address, the version or the group
 * @param state a {@link NodeStatus}, {@link #TROUBLE}, or empty for all that were not removed
 * @param group a node group, {@link #NO_GROUP}, or empty for any
 */
record NodeFilter(String text, String state, String group) {
    /** Those that a person should look at. */
    static final String TROUBLE = "TROUBLE";
    /** No group can be called so. */
    static final String NO_GROUP = "-";

    static final NodeFilter ALL = new NodeFilter("", "", "");

    private static final Set<NodeStatus> BAD =
            EnumSet.of(NodeStatus.REJECTED, NodeStatus.STALE, NodeStatus.OFFLINE, NodeStatus.INCOMPATIBLE);

    boolean admits(Node node) {
        return admitsState(node) && admitsGroup(node) && admitsText(node);
    }

    private boolean admitsState(Node node) {
        return switch (state) {
            case "" -> node.status() != NodeStatus.REMOVED;
            case TROUBLE -> needsAttention(node);
            default -> node.status().name().equals(state);
        };
    }

    static boolean needsAttention(Node node) {
        return BAD.contains(node.status()) || (!node.warnings().isEmpty() && node.status() != NodeStatus.REMOVED);
    }

    private boolean admitsGroup(Node node) {
        String actual = node.member().group();
        return group.isEmpty() || actual.equals(group.equals(NO_GROUP) ? "" : group);
    }

    private boolean admitsText(Node node) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return Stream.of(
                        node.id(),
                        node.state().proxyAddress(),
                        node.state().version(),
                        node.member().group())
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
