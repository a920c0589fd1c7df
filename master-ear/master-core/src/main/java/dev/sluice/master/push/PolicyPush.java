package dev.sluice.master.push;

import dev.sluice.jms.MessageType;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.Protocol;
import dev.sluice.master.log.Outage;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.rollout.Aim;
import dev.sluice.master.rollout.Targets;
import dev.sluice.metrics.TimeCounts;
import dev.sluice.policy.model.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the head when it is new, to all or to those that get it first, and what they should enforce to single nodes that
 * say that they are behind. Remembers only in memory
 * what it sent; after a restart the head goes out once more, which does no harm. Safe for any thread.
 */
@ApplicationScoped
public class PolicyPush {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyPush.class);
    private static final Duration BETWEEN_CATCH_UPS = Duration.ofMillis(1_500);
    /** For a node that says that its target has reached it: it is at work on it, and tries again by itself what it cannot fetch. */
    private static final Duration BETWEEN_REMINDERS = Duration.ofMinutes(1);

    private final Targets targets;
    private final PolicyLetters letters;
    private final Outbox outbox;
    private final Clock clock;
    /** What the nodes that were heard of since the start understand. */
    private final Map<String, Protocol> readers = new ConcurrentHashMap<>();

    private final Map<String, Instant> caughtUp = new ConcurrentHashMap<>();
    private final TimeCounts sendTimes = new TimeCounts();
    private final LongAdder failures = new LongAdder();
    private volatile Sent sent = Sent.NOTHING;

    /** What went to its canary last, and the nodes of that which it reached. */
    private volatile Sent sentFirst = Sent.NOTHING;

    private final Set<String> reached = new HashSet<>();
    private final Outage outage = new Outage(LOG, "send policy to the broker");

    private record Sent(Revision revision, Instant at) {
        static final Sent NOTHING = new Sent(Revision.NONE, Instant.EPOCH);
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected PolicyPush() {
        this(null, null, null, null);
    }

    @Inject
    PolicyPush(Targets targets, PolicyLetters letters, Outbox outbox, Clock clock) {
        this.targets = targets;
        this.letters = letters;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Sends the head to who should have it, unless this was done. Called after each commit and each second. */
    public synchronized void sweep() {
        Aim aim = targets.aim();
        if (aim.rollout().isPresent()) {
            sendToCanary(aim.head(), aim.canary());
        } else if (aim.head().revision().isNewerThan(sent.revision())) {
            sendToAll(aim.head());
        }
    }

    private void sendToAll(PublishedPolicy head) {
        if (trySend(() -> outbox.toAll(MessageType.POLICY, letters.letter(head)))) {
            sent = new Sent(head.revision(), clock.instant());
            sendTimes.add(Duration.between(head.publishedAt(), sent.at()));
            LOG.info("Sent policy {} to all nodes", head.revision());
            sendToWhoCannotRead(head);
        }
    }

    private void sendToCanary(PublishedPolicy head, Set<String> canary) {
        if (!sentFirst.revision().equals(head.revision())) {
            sentFirst = new Sent(head.revision(), clock.instant());
            reached.clear();
        }
        for (String node : canary) {
            if (!reached.contains(node) && trySend(() -> sendTo(node, head))) {
                reached.add(node);
                caughtUp.put(node, clock.instant());
                LOG.info("Sent policy {} to node {} of the canary", head.revision(), node);
            }
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

    /** When this revision went to who should have it; empty if it did not, since this master's start. */
    public Optional<Instant> sentAt(Revision revision) {
        return Stream.of(sent, sentFirst)
                .filter(sending -> sending.revision().equals(revision))
                .map(Sent::at)
                .findFirst();
    }

    /**
     * Sends the node that sent this state what it should enforce, if it is behind or wants it anew, can take it, and was not
     * sent it just now; or seldom, if it has it and only does not enforce it yet.
     */
    public void catchUp(NodeState state) {
        readers.put(state.node(), state.membership().protocol());
        PublishedPolicy target = targets.of(state.node());
        boolean wanted = isBehind(state, target.revision()) || wantsAnew(state, target.revision());
        Duration between = state.received().equals(target.revision()) ? BETWEEN_REMINDERS : BETWEEN_CATCH_UPS;
        if (wanted && target.isFor(state.membership().protocol()) && !wasSentWithin(between, state.node())) {
            caughtUp.put(state.node(), clock.instant());
            if (trySend(() -> sendTo(state.node(), target))) {
                LOG.info("Sent policy {} to node {}, which is at {}", target.revision(), state.node(), state.active());
            }
        }
    }

    /** Sends this node what it should enforce, whatever it has, if it can take it. */
    public void sendAnew(String node) {
        caughtUp.put(node, clock.instant());
        trySend(() -> sendTo(node, targets.of(node)));
    }

    private void sendTo(String node, PublishedPolicy policy) {
        Protocol reader = readers.getOrDefault(node, Protocol.CURRENT);
        if (policy.isFor(reader)) {
            outbox.toNode(node, MessageType.POLICY, letters.letter(policy, reader), Outbox.Care.CERTAIN);
        }
    }

    private static boolean isBehind(NodeState state, Revision target) {
        boolean refused = state.rejected()
                .map(NodeState.Rejection::revision)
                .filter(target::equals)
                .isPresent();
        return target.isNewerThan(state.active()) && !refused;
    }

    /** A node that was told to resync enforces what it has and says that nothing has reached it. */
    private static boolean wantsAnew(NodeState state, Revision target) {
        return target.equals(state.active()) && state.received().equals(Revision.NONE);
    }

    private boolean wasSentWithin(Duration time, String node) {
        Instant limit = clock.instant().minus(time);
        return sent.at().isAfter(limit)
                || caughtUp.getOrDefault(node, Instant.EPOCH).isAfter(limit);
    }

    /** From a revision's publication until the broker had it, of those that went to all. */
    public TimeCounts sendTimes() {
        return sendTimes;
    }

    /** Policies that the broker did not take since the start; they are sent again. */
    public long failures() {
        return failures.sum();
    }

    private boolean trySend(Runnable sending) {
        try {
            sending.run();
            outage.worked();
            return true;
        } catch (JMSRuntimeException e) {
            outage.failed(e);
            failures.increment();
            return false;
        }
    }
}
