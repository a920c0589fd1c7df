package dev.sluice.broker;

import dev.sluice.identity.ClusterCa.Role;
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
    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet.getType() != PacketImpl.SESS_SEND_LARGE || isMaster(connection)) {
            return true;
        }
        connection.fail(new ActiveMQSecurityException("the message is too long"));
        return false;
    }

    private static boolean isMaster(RemotingConnection connection) {
        return Peer.of(connection)
                .filter(holder -> holder.role() == Role.MASTER)
                .isPresent();
    }
}
