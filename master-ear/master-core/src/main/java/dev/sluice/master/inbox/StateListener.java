package dev.sluice.master.inbox;

import dev.sluice.jms.Destinations;
import dev.sluice.master.node.StateInbox;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.Objects;

/** Listens for node states; one session, so that they stay in order. A message that fails is not worth a second try. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "artemis-ra"),
            @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
            @ActivationConfigProperty(propertyName = "destination", propertyValue = Destinations.STATE),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "reconnectAttempts", propertyValue = "-1"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StateListener implements MessageListener {
    private final StateInbox inbox;

    /** For the container only. */
    @SuppressWarnings("NullAway")
    public StateListener() {
        this(null);
    }

    @Inject
    StateListener(StateInbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public void onMessage(Message message) {
        try {
            String sender = Objects.requireNonNullElse(message.getStringProperty("JMSXUserID"), "");
            inbox.take(sender, Objects.requireNonNullElse(message.getBody(String.class), ""));
        } catch (JMSException e) {
            throw new IllegalStateException("A state message cannot be taken from the broker's client", e);
        }
    }
}
