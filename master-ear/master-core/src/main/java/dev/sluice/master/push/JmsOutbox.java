package dev.sluice.master.push;

import dev.sluice.jms.AdmissionMessage;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Topic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Over the pooled connections. What matters is sent as persistent: not to have it kept, as no subscription is durable,
 * but because the broker then says that it has it. Nothing has a time to live: nodes would measure it by their own clock,
 * which may be wrong.
 */
@ApplicationScoped
class JmsOutbox implements Outbox {
    @Resource(lookup = BrokerConnections.NAME)
    @SuppressWarnings("NullAway.Init") // set by the container
    private ConnectionFactory connections;

    /**
     * By name. Before the first message to a destination object the client asks the broker whether there is such an address, and
     * the broker compares the name with all that it has.
     */
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();

    @Override
    public void toAll(MessageType type, String text) {
        send(Destinations.POLICY, type, text, Care.CERTAIN);
    }

    @Override
    public void toNode(String node, MessageType type, String text, Care care) {
        send(Destinations.commands(node), type, text, care);
    }

    private void send(String topic, MessageType type, String text, Care care) {
        try (JMSContext context = connections.createContext()) {
            JMSProducer producer = context.createProducer().setProperty(Destinations.TYPE, type.word());
            if (care == Care.FLEETING) {
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            }
            producer.send(topic(context, topic), text);
        }
    }

    @Override
    public void toBroker(AdmissionMessage message) {
        try (JMSContext context = connections.createContext()) {
            context.createProducer().send(topic(context, Destinations.ADMISSION), MessageCodec.write(message));
        }
    }

    private Topic topic(JMSContext context, String name) {
        return topics.computeIfAbsent(name, context::createTopic);
    }
}
