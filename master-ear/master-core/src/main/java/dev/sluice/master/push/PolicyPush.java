package dev.sluice.master.push;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.PolicyMessage;
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
    private static final Duration BETWEEN_CATCH_UPS = Duration.ofSeconds(2);

    private final Policies policies;
    private final PolicyTopic topic;
    private final Clock clock;
    private final Map<String, Instant> caughtUp = new ConcurrentHashMap<>();
    private Revision sent = Revision.NONE;
    private volatile Instant sentAt = Instant.EPOCH;
    private final Outage outage = new Outage(LOG, "send policy to the broker");

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected PolicyPush() {
        this(null, null, null);
    }

    @Inject
    PolicyPush(Policies policies, PolicyTopic topic, Clock clock) {
        this.policies = policies;
        this.topic = topic;
        this.clock = clock;
    }

    /** Sends the head to all, unless this was done. Called after each commit and each second. */
    public synchronized void sweep() {
        PublishedPolicy head = policies.head();
        if (!head.revision().isNewerThan(sent)) {
            return;
        }
        if (send(head, Optional.empty())) {
            sent = head.revision();
            sentAt = clock.instant();
            LOG.info("Sent policy {} to all nodes", sent);
        }
    }

    /** Sends the head to the node that sent this state, if it is behind, has not refused it, and was not sent it just now. */
    public void catchUp(NodeState state) {
        PublishedPolicy head = policies.head();
        if (isBehind(state, head.revision()) && !wasSentLately(state.node())) {
            caughtUp.put(state.node(), clock.instant());
            if (send(head, Optional.of(state.node()))) {
                LOG.info("Sent policy {} to node {}, which is at {}", head.revision(), state.node(), state.active());
            }
        }
    }

    private static boolean isBehind(NodeState state, Revision head) {
        boolean refused = state.rejected()
                .map(NodeState.Rejection::revision)
                .filter(head::equals)
                .isPresent();
        return head.isNewerThan(state.active()) && !refused;
    }

    private boolean wasSentLately(String node) {
        Instant limit = clock.instant().minus(BETWEEN_CATCH_UPS);
        return sentAt.isAfter(limit)
                || caughtUp.getOrDefault(node, Instant.EPOCH).isAfter(limit);
    }

    private boolean send(PublishedPolicy policy, Optional<String> node) {
        try {
            topic.send(new PolicyMessage(policy.revision(), policy.hash(), policy.bundle()), node);
            outage.worked();
            return true;
        } catch (JMSRuntimeException e) {
            outage.failed(e);
            return false;
        }
    }
}
