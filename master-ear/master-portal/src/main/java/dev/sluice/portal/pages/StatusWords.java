package dev.sluice.portal.pages;

import dev.sluice.master.node.NodeStatus;

/**
 * A node's status as people read it: always a word, a colour beside it, and what it means.
 *
 * @param style {@code ok}, {@code wait}, {@code bad} or {@code off}
 */
public record StatusWords(String word, String style, String meaning) {
    static StatusWords of(NodeStatus status) {
        return switch (status) {
            case IN_SYNC -> new StatusWords("In sync", "ok", "Enforces what it should; it computed the hash itself.");
            case PENDING -> new StatusWords("Pending", "wait", "Does not yet enforce what it should.");
            case REJECTED -> new StatusWords("Rejected", "bad", "Refused the revision and keeps the one before.");
            case STALE -> new StatusWords("Stale", "bad", "Had time, and does not enforce what it should.");
            case OFFLINE -> new StatusWords("Offline", "off", "Not heard of; it goes on with its last policy.");
            case INCOMPATIBLE ->
                new StatusWords("Incompatible", "bad", "Speaks no version of the protocol that the master does.");
            case DRAINING -> new StatusWords("Draining", "wait", "Takes nothing new; some exchanges still run.");
            case DRAINED -> new StatusWords("Drained", "off", "Takes nothing new, and nothing runs.");
            case REMOVED -> new StatusWords("Removed", "off", "No longer belongs to the cluster.");
        };
    }
}
