package dev.sluice.slave.policy;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Takes the policies that are for all nodes. Nothing is ever redelivered. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "artemis-ra"),
            @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
            @ActivationConfigProperty(propertyName = "destination", propertyValue = "sluice.policy"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
            @ActivationConfigProperty(propertyName = "subscriptionDurability", propertyValue = "NonDurable"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "reconnectAttempts", propertyValue = "-1")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PolicyListener implements MessageListener {
    @Inject
    private PolicyInbox inbox;

    @Inject
    private PolicyIntake intake;

    @Override
    public void onMessage(Message message) {
        try {
            inbox.put(MessageCodec.readPolicy(message.getBody(String.class)));
        } catch (JMSException | MalformedMessageException e) {
            intake.malformed(e);
        }
    }
}
