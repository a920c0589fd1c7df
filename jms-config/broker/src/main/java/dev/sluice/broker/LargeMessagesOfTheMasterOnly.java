package dev.sluice.broker;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.Holder;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Refuses messages in pieces, which the broker writes to files of any length, from all but a master. What a slave has to
 * say fits a frame; one that sends pieces loses its connection.
 */
public final class LargeMessagesOfTheMasterOnly implements Interceptor {
    private static final System.Logger LOG = System.getLogger(LargeMessagesOfTheMasterOnly.class.getName());

    private final AtomicLong refused = new AtomicLong();

    /** Messages refused since the start. */
    long refused() {
        return refused.get();
    }

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet.getType() != PacketImpl.SESS_SEND_LARGE || isMaster(connection)) {
            return true;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "Refused long message {0} since the start, from {1}",
                refused.incrementAndGet(),
                Peer.of(connection).map(Holder::name).orElse("a stranger"));
        connection.fail(new ActiveMQSecurityException("the message is too long"));
        return false;
    }

    private static boolean isMaster(RemotingConnection connection) {
        return Peer.of(connection)
                .filter(holder -> holder.role() == Role.MASTER)
                .isPresent();
    }
}
