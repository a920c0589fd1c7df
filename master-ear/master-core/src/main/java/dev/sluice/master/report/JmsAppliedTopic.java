package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;

/**
 * Fast and forgetful: a lost message costs one batch sent twice, which is trimmed. Without a time to live, which nodes
 * would measure by their own clock.
 */
@ApplicationScoped
class JmsAppliedTopic implements AppliedTopic {
    @Resource(lookup = "java:app/jms/sluice")
    @SuppressWarnings("NullAway.Init") // set by the container
    private ConnectionFactory connections;

    @Override
    public void send(AppliedMessage message) {
        try (JMSContext context = connections.createContext()) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .setProperty(Destinations.TYPE, MessageType.APPLIED.word())
                    .send(context.createTopic(Destinations.commands(message.node())), MessageCodec.write(message));
        }
    }
}
