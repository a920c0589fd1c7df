package dev.sluice.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivation;
import org.apache.activemq.artemis.ra.inflow.ActiveMQActivationSpec;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * A bean's subscription that is set up anew when its connection was replaced meanwhile. The client moves a session and its
 * consumers to the new connection, but one that is just being started it does not start there, and then takes it for
 * started: the consumers stay stopped, and the bean hears nothing until the broker is away once more ({@code
 * ClientSessionImpl.start} and {@code handleFailover} in Artemis 2.53).
 */
final class SteadyActivation extends ActiveMQActivation {
    /** The connection that each session was begun with. Guarded by this, as setting up is. */
    private final Map<ClientSessionFactory, RemotingConnection> begun = new IdentityHashMap<>();

    SteadyActivation(ActiveMQResourceAdapter adapter, MessageEndpointFactory endpoints, ActiveMQActivationSpec spec)
            throws ResourceException {
        super(adapter, endpoints, spec);
    }

    /** @throws ActiveMQNotConnectedException when it is to be tried again */
    @Override
    protected synchronized void setup() throws Exception {
        begun.clear();
        super.setup();
        for (Map.Entry<ClientSessionFactory, RemotingConnection> one : begun.entrySet()) {
            if (one.getKey().getConnection() != one.getValue()) {
                throw new ActiveMQNotConnectedException("The connection was replaced while a bean was set up");
            }
        }
        begun.clear();
    }

    @Override
    protected ClientSession setupSession(ClientSessionFactory connections) throws Exception {
        begun.put(connections, connections.getConnection());
        return super.setupSession(connections);
    }
}
