package dev.sluice.master.node;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.NodeState;
import dev.sluice.master.member.Members;
import dev.sluice.master.push.PolicyPush;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the states that nodes send, from those nodes only, answers them, and has the policy sent to who is behind. */
@ApplicationScoped
public class StateInbox {
    private static final Logger LOG = LoggerFactory.getLogger(StateInbox.class);

    private final Nodes nodes;
    private final Members members;
    private final Ahead ahead;
    private final Answers answers;
    private final PolicyPush push;
    private final Clock clock;
    private final AtomicLong refused = new AtomicLong();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected StateInbox() {
        this(null, null, null, null, null, null);
    }

    @Inject
    StateInbox(Nodes nodes, Members members, Ahead ahead, Answers answers, PolicyPush push, Clock clock) {
        this.nodes = nodes;
        this.members = members;
        this.ahead = ahead;
        this.answers = answers;
        this.push = push;
        this.clock = clock;
    }

    /**
     * Takes one message.
     *
     * @param sender who the broker says sent it
     */
    public void take(String sender, String text) {
        Instant at = clock.instant();
        try {
            NodeState state = MessageCodec.readState(text);
            if (!state.node().equals(sender)) {
                refuse(sender, "it speaks for " + state.node());
            } else if (members.isRemoved(sender)) {
                refuse(sender, "it was removed from the cluster");
            } else {
                nodes.hear(state, at).ifPresent(this::respond);
            }
        } catch (MalformedMessageException e) {
            refuse(sender, String.valueOf(e.getMessage()));
        }
    }

    private void respond(Heard heard) {
        ahead.check(heard.state());
        answers.answer(heard);
        push.catchUp(heard.state());
    }

    private void refuse(String sender, String problem) {
        LOG.warn("Refused state message {} since the start, from {}: {}", refused.incrementAndGet(), sender, problem);
    }

    /** Messages refused since the start. */
    public long refused() {
        return refused.get();
    }
}
