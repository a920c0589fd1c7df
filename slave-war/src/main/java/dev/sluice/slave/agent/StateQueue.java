package dev.sluice.slave.agent;

import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.NodeState;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;

/** The queue {@code sluice.state}. The broker keeps state for seconds only: the next message repeats it. */
public final class StateQueue implements StateOutlet {
    private final ConnectionFactory connections;

    public StateQueue(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public void send(NodeState state) throws IOException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .setProperty(Destinations.NODE, state.node())
                    .send(context.createQueue(Destinations.STATE), MessageCodec.write(state));
        } catch (JMSRuntimeException e) {
            throw new IOException("The broker did not take the node's state: " + e.getMessage(), e);
        }
    }
}
