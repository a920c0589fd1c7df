package dev.sluice.slave.agent;

import dev.sluice.jms.CertificateRequestMessage;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.jms.NodeState;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The queue {@code sluice.state}. The broker keeps what is sent for seconds only: the next message repeats it. */
public final class StateQueue implements StateOutlet, RequestOutlet {
    private final ConnectionFactory connections;

    /** Kept, because the client asks the broker about each destination object before it sends to it. */
    private volatile @Nullable Queue queue;

    public StateQueue(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public void send(NodeState state) throws IOException {
        send(MessageType.STATE, state.node(), MessageCodec.write(state));
    }

    @Override
    public void send(CertificateRequestMessage request) throws IOException {
        send(MessageType.CERTIFICATE_REQUEST, request.node(), MessageCodec.write(request));
    }

    private void send(MessageType type, String node, String text) throws IOException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .setProperty(Destinations.TYPE, type.word())
                    .setProperty(Destinations.NODE, node)
                    .send(queue(context), text);
        } catch (JMSRuntimeException e) {
            throw new IOException("The broker did not take the node's " + type.word() + ": " + e.getMessage(), e);
        }
    }

    private Queue queue(JMSContext context) {
        Queue known = queue;
        if (known == null) {
            known = context.createQueue(Destinations.STATE);
            queue = known;
        }
        return known;
    }
}
