package dev.sluice.slave.agent;

import dev.sluice.jms.Destinations;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.Objects;

/** Takes what the master says to this node. Nothing is ever redelivered: the master says it again when it matters. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "artemis-ra"),
            @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
            @ActivationConfigProperty(
                    propertyName = "destination",
                    propertyValue = "sluice.commands.${MPCONFIG=sluice.node.id}"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
            @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "NonDurable"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "reconnectAttempts", propertyValue = "-1")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CommandListener implements MessageListener {
    @Inject
    private Commands commands;

    @Override
    public void onMessage(Message message) {
        try {
            commands.take(
                    Objects.requireNonNullElse(message.getStringProperty(Destinations.TYPE), ""),
                    message.getBody(String.class));
        } catch (JMSException e) {
            commands.malformed(e);
        }
    }
}
