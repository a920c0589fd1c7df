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
import java.time.Duration;

/** Fast and forgetful: a lost message costs one batch sent twice, which is trimmed. */
@ApplicationScoped
class JmsAppliedTopic implements AppliedTopic {
    private static final Duration USEFUL = Duration.ofMinutes(1);

    @Resource(lookup = "java:app/jms/sluice")
    @SuppressWarnings("NullAway.Init") // set by the container
    private ConnectionFactory connections;

    @Override
    public void send(AppliedMessage message) {
        try (JMSContext context = connections.createContext()) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .setTimeToLive(USEFUL.toMillis())
                    .setProperty(Destinations.TYPE, MessageType.APPLIED.word())
                    .send(context.createTopic(Destinations.commands(message.node())), MessageCodec.write(message));
        }
    }
}
