package dev.sluice.master.node;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.NodeState;
import dev.sluice.master.push.PolicyPush;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the states that nodes send, from those nodes only, and has the policy sent to who is behind. */
@ApplicationScoped
class StateInbox {
    private static final Logger LOG = LoggerFactory.getLogger(StateInbox.class);

    private final Nodes nodes;
    private final PolicyPush push;
    private final AtomicLong refused = new AtomicLong();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected StateInbox() {
        this(null, null);
    }

    @Inject
    StateInbox(Nodes nodes, PolicyPush push) {
        this.nodes = nodes;
        this.push = push;
    }

    /**
     * Takes one message.
     *
     * @param sender who the broker says sent it
     */
    void take(String sender, String text) {
        try {
            NodeState state = MessageCodec.readState(text);
            if (!state.node().equals(sender)) {
                refuse(sender, "it speaks for " + state.node());
            } else if (nodes.hear(state)) {
                push.catchUp(state);
            }
        } catch (MalformedMessageException e) {
            refuse(sender, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(String sender, String problem) {
        LOG.warn("Refused state message {} since the start, from {}: {}", refused.incrementAndGet(), sender, problem);
    }

    /** Messages refused since the start. */
    long refused() {
        return refused.get();
    }
}
