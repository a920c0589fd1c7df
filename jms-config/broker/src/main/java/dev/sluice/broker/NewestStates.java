package dev.sluice.broker;

import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a state take the place of the one before, of the same sender, that still waits in {@link Destinations#STATE}: each
 * is the whole state, and a master that is behind should not read old ones first. What the sender itself says that its
 * message replaces is not looked at, or it could take away another node's.
 */
public final class NewestStates implements ActiveMQServerPlugin {
    private static final SimpleString ADDRESS = SimpleString.of(Destinations.STATE);

    @Override
    public void beforeSend(
            ServerSession session,
            @Nullable Transaction transaction,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue) {
        if (!ADDRESS.equals(message.getAddressSimpleString())) {
            return;
        }
        if (isState(message)) {
            message.setLastValueProperty(SimpleString.of(session.getValidatedUser()));
        } else {
            message.removeProperty(Message.HDR_LAST_VALUE_NAME);
        }
    }

    private static boolean isState(Message message) {
        return !MessageType.CERTIFICATE_REQUEST.word().equals(message.getStringProperty(Destinations.TYPE));
    }
}
