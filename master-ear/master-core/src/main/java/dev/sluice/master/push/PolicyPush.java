package dev.sluice.master.push;

import dev.sluice.jms.MessageType;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.Protocol;
import dev.sluice.master.log.Outage;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.policy.model.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the head: to all when it is new, and to single nodes that say that they are behind. Remembers only in memory
 * what it sent; after a restart the head goes out once more, which does no harm. Safe for any thread.
 */
@ApplicationScoped
public class PolicyPush {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyPush.class);
    private static final Duration BETWEEN_CATCH_UPS = Duration.ofMillis(1_500);

    private final Policies policies;
    private final PolicyLetters letters;
    private final Outbox outbox;
    private final Clock clock;
    /** What the nodes that were heard of since the start understand. */
    private final Map<String, Protocol> readers = new ConcurrentHashMap<>();

    private final Map<String, Instant> caughtUp = new ConcurrentHashMap<>();
    private volatile Sent sent = new Sent(Revision.NONE, Instant.EPOCH);
    private final Outage outage = new Outage(LOG, "send policy to the broker");

    private record Sent(Revision revision, Instant at) {}

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected PolicyPush() {
        this(null, null, null, null);
    }

    @Inject
    PolicyPush(Policies policies, PolicyLetters letters, Outbox outbox, Clock clock) {
        this.policies = policies;
        this.letters = letters;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Sends the head to all, unless this was done. Called after each commit and each second. */
    public synchronized void sweep() {
        PublishedPolicy head = policies.head();
        if (!head.revision().isNewerThan(sent.revision())) {
            return;
        }
        if (trySend(() -> outbox.toAll(MessageType.POLICY, letters.letter(head)))) {
            sent = new Sent(head.revision(), clock.instant());
            LOG.info("Sent policy {} to all nodes", head.revision());
            sendToWhoCannotRead(head);
        }
    }

    /** A node that is not known yet, or not reached, says that it is behind. */
    private void sendToWhoCannotRead(PublishedPolicy head) {
        readers.forEach((node, reader) -> {
            if (PolicyLetters.needsWhole(head, reader)) {
                trySend(() -> sendTo(node, head));
            }
        });
    }

    /** When this revision went to all; empty if it did not, since this master's start. */
    public Optional<Instant> sentAt(Revision revision) {
        Sent newest = sent;
        return newest.revision().equals(revision) ? Optional.of(newest.at()) : Optional.empty();
    }

    /** Sends the head to the node that sent this state, if it is behind, can take it, and was not sent it just now. */
    public void catchUp(NodeState state) {
        readers.put(state.node(), state.membership().protocol());
        PublishedPolicy head = policies.head();
        if (isBehind(state, head.revision()) && canTake(state) && !wasSentLately(state.node())) {
            caughtUp.put(state.node(), clock.instant());
            if (trySend(() -> sendTo(state.node(), head))) {
                LOG.info("Sent policy {} to node {}, which is at {}", head.revision(), state.node(), state.active());
            }
        }
    }

    /** Sends the head to this node whatever it has. */
    public void sendAnew(String node) {
        trySend(() -> sendTo(node, policies.head()));
    }

    private void sendTo(String node, PublishedPolicy policy) {
        Protocol reader = readers.getOrDefault(node, Protocol.CURRENT);
        outbox.toNode(node, MessageType.POLICY, letters.letter(policy, reader), Outbox.Care.CERTAIN);
    }

    private static boolean isBehind(NodeState state, Revision head) {
        boolean refused = state.rejected()
                .map(NodeState.Rejection::revision)
                .filter(head::equals)
                .isPresent();
        return head.isNewerThan(state.active()) && !refused;
    }

    private static boolean canTake(NodeState state) {
        return Protocol.CURRENT.overlaps(state.membership().protocol());
    }

    private boolean wasSentLately(String node) {
        Instant limit = clock.instant().minus(BETWEEN_CATCH_UPS);
        return sent.at().isAfter(limit)
                || caughtUp.getOrDefault(node, Instant.EPOCH).isAfter(limit);
    }

    private boolean trySend(Runnable sending) {
        try {
            sending.run();
            outage.worked();
            return true;
        } catch (JMSRuntimeException e) {
            outage.failed(e);
            return false;
        }
    }
}
