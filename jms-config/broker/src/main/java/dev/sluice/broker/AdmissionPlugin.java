package dev.sluice.broker;

import dev.sluice.jms.AdmissionMessage;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import java.io.IOException;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Takes the admission lists that a master sends to {@link Destinations#ADMISSION} and closes the connections of whoever is
 * not on the newest. A list that is refused fails the send, so that a master whose time is over learns it at once.
 */
public final class AdmissionPlugin implements ActiveMQServerPlugin {
    private static final System.Logger LOG = System.getLogger(AdmissionPlugin.class.getName());
    private static final SimpleString ADDRESS = SimpleString.of(Destinations.ADMISSION);

    private @Nullable ActiveMQServer server;
    private @Nullable Admissions admissions;

    @Override
    public void registered(ActiveMQServer broker) {
        if (!(broker.getSecurityManager() instanceof CertificateSecurity security)) {
            throw new IllegalStateException("this plugin needs " + CertificateSecurity.class.getName());
        }
        var data = Objects.requireNonNull(
                broker.getConfiguration().getJournalLocation().toPath().getParent(), "the journal is in a folder");
        var list = Admissions.in(data);
        server = broker;
        admissions = list;
        security.obey(list);
    }

    /** Called before the broker has looked at the sender's rights. */
    @Override
    public void beforeSend(
            ServerSession session,
            @Nullable Transaction transaction,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (ADDRESS.equals(message.getAddressSimpleString())) {
            MessageFiles.deleteIfRefused(message, () -> {
                checkSender(session);
                admit(read(message));
            });
        }
    }

    private void checkSender(ServerSession session) throws ActiveMQException {
        try {
            Objects.requireNonNull(server).getSecurityStore().check(ADDRESS, CheckType.SEND, session);
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException("the sender's rights cannot be checked", e, null);
        }
    }

    private static AdmissionMessage read(Message message) throws ActiveMQException {
        var core = message.toCore();
        if (core.getType() != Message.TEXT_TYPE) {
            throw new ActiveMQException("an admission list is a text message");
        }
        try {
            var text = core.getReadOnlyBodyBuffer().readNullableSimpleString();
            return MessageCodec.readAdmission(text == null ? "" : text.toString());
        } catch (MalformedMessageException | RuntimeException e) {
            throw new ActiveMQException("the admission list cannot be read: " + e.getMessage());
        }
    }

    /** Puts the list into force. */
    void admit(AdmissionMessage list) throws ActiveMQException {
        try {
            Objects.requireNonNull(admissions).take(list);
        } catch (IOException e) {
            throw new ActiveMQIOErrorException("the admission list is in force but not on the disk", e);
        } finally {
            Objects.requireNonNull(server).getThreadPool().execute(this::closeOthers);
        }
    }

    long epoch() {
        return Objects.requireNonNull(admissions).epoch();
    }

    private void closeOthers() {
        for (var connection :
                Objects.requireNonNull(server).getRemotingService().getConnections()) {
            Peer.of(connection)
                    .filter(holder -> !Objects.requireNonNull(admissions).admits(holder))
                    .ifPresent(holder -> {
                        LOG.log(
                                System.Logger.Level.INFO,
                                "Closing the connection of {0} (certificate {1}), which is not admitted",
                                holder.name(),
                                holder.serial());
                        connection.fail(new ActiveMQSecurityException(holder.name() + " is not admitted"));
                    });
        }
    }
}
