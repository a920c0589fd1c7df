package dev.sluice.jms;

import dev.sluice.policy.model.Revision;
import java.time.Instant;

/**
 * The master's answer to each {@link NodeState}: what the node should enforce, and what it needs to compare clocks.
 *
 * @param node the node it is for
 * @param epoch the master's lease; a node drops what comes with a lower one than it has seen, and says so
 * @param head the revision this node should enforce
 * @param hash the head's hash
 * @param group the node group this node belongs to, empty for none
 * @param boot of the state that is answered
 * @param sequence of the state that is answered
 * @param stateSentAt as the state said it, by the node's clock
 * @param stateHeardAt when the state came, by the master's clock
 * @param sentAt when this answer left, by the master's clock
 */
public record HeadMessage(
        String node,
        long epoch,
        Revision head,
        String hash,
        String group,
        long boot,
        long sequence,
        Instant stateSentAt,
        Instant stateHeardAt,
        Instant sentAt) {}
