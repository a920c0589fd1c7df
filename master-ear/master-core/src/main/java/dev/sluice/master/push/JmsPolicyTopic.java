package dev.sluice.master.push;

import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.jms.PolicyMessage;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.util.Optional;

/** Persistent delivery, not to have it kept but because the broker then says that it has it. */
@ApplicationScoped
class JmsPolicyTopic implements PolicyTopic {
    @Resource(lookup = BrokerConnections.NAME)
    @SuppressWarnings("NullAway.Init") // set by the container
    private ConnectionFactory connections;

    @Override
    public void send(PolicyMessage message, Optional<String> node) {
        try (JMSContext context = connections.createContext()) {
            JMSProducer producer = context.createProducer();
            producer.setProperty(Destinations.TYPE, MessageType.POLICY.word());
            String topic = node.map(Destinations::commands).orElse(Destinations.POLICY);
            producer.send(context.createTopic(topic), MessageCodec.write(message));
        }
    }
}
