package dev.sluice.master.inbox;

import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageType;
import dev.sluice.master.enrollment.Renewals;
import dev.sluice.master.node.StateInbox;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Listens for what nodes say on the state queue; one session, so that they stay in order. A message that fails is not worth a
 * second try. What a state leads to, such as publishing after a restored backup, has transactions of its own.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "artemis-ra"),
            @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
            @ActivationConfigProperty(propertyName = "destination", propertyValue = Destinations.STATE),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "reconnectAttempts", propertyValue = "-1"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1")
        })
@TransactionManagement(TransactionManagementType.BEAN)
public class StateListener implements MessageListener {
    private final StateInbox states;
    private final Renewals renewals;

    /** For the container only. */
    @SuppressWarnings("NullAway")
    public StateListener() {
        this(null, null);
    }

    @Inject
    StateListener(StateInbox states, Renewals renewals) {
        this.states = states;
        this.renewals = renewals;
    }

    @Override
    public void onMessage(Message message) {
        try {
            String sender = text(message.getStringProperty("JMSXUserID"));
            String body = text(message.getBody(String.class));
            if (MessageType.CERTIFICATE_REQUEST.word().equals(message.getStringProperty(Destinations.TYPE))) {
                renewals.take(sender, body);
            } else {
                states.take(sender, body);
            }
        } catch (JMSException e) {
            throw new IllegalStateException("A state message cannot be taken from the broker's client", e);
        }
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
