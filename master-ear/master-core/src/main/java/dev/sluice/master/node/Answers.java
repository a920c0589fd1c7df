package dev.sluice.master.node;

import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.jms.NodeState;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.log.Outage;
import dev.sluice.master.member.Members;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.push.Outbox;
import dev.sluice.master.rollout.Targets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each state with what the node should enforce. An answer that is lost is given again with the next state. */
@ApplicationScoped
class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Targets targets;
    private final Members members;
    private final Lease lease;
    private final Outbox outbox;
    private final Clock clock;
    private final Outage outage = new Outage(LOG, "answer the states of nodes");

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Answers() {
        this(null, null, null, null, null);
    }

    @Inject
    Answers(Targets targets, Members members, Lease lease, Outbox outbox, Clock clock) {
        this.targets = targets;
        this.members = members;
        this.lease = lease;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The time between hearing the state and this is told to the node, so it may be long. */
    void answer(Heard heard) {
        String node = heard.state().node();
        try {
            outbox.toNode(node, MessageType.HEAD, MessageCodec.write(message(heard)), Outbox.Care.FLEETING);
            outage.worked();
        } catch (JMSRuntimeException e) {
            outage.failed(e);
        }
    }

    private HeadMessage message(Heard heard) {
        NodeState state = heard.state();
        PublishedPolicy target = targets.of(state.node());
        return new HeadMessage(
                state.node(),
                lease.epoch(),
                target.revision(),
                target.hash(),
                members.groupOf(state.node()),
                state.boot(),
                state.sequence(),
                state.sentAt(),
                heard.at(),
                clock.instant());
    }
}
