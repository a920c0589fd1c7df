package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.master.push.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The node's own topic. Fast and forgetful: a lost message costs one batch sent twice, which is trimmed. */
@ApplicationScoped
class JmsAppliedTopic implements AppliedTopic {
    private final Outbox outbox;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected JmsAppliedTopic() {
        this(null);
    }

    @Inject
    JmsAppliedTopic(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void send(AppliedMessage message) {
        outbox.toNode(message.node(), MessageType.APPLIED, MessageCodec.write(message), Outbox.Care.FLEETING);
    }
}
