package dev.sluice.master.report;

import dev.sluice.jms.Destinations;
import dev.sluice.jms.RecordBatch;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Listens for record batches; one session, so that the batches of a node stay in order. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "artemis-ra"),
            @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
            @ActivationConfigProperty(propertyName = "destination", propertyValue = Destinations.RECORDS),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "reconnectAttempts", propertyValue = "-1"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BatchListener implements MessageListener {
    /** The broker lets a slave send no longer ones. */
    private static final int LONGEST = 1024 * 1024;

    private final BatchInbox inbox;

    /** For the container only. */
    @SuppressWarnings("NullAway")
    public BatchListener() {
        this(null);
    }

    @Inject
    BatchListener(BatchInbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public void onMessage(Message message) {
        try {
            take(message, text(message, "JMSXUserID"));
        } catch (JMSException e) {
            throw new IllegalStateException("A record batch cannot be taken from the broker's client", e);
        }
    }

    /** What cannot be read would be the same at the next delivery, and is refused at once. */
    private void take(Message message, String sender) throws JMSException {
        try {
            if (message instanceof BytesMessage bytes && bytes.getBodyLength() <= LONGEST) {
                inbox.take(sender, batch(bytes));
            } else {
                inbox.refuse(sender, "it is no bytes message of at most " + LONGEST + " bytes");
            }
        } catch (NumberFormatException | MessageFormatException e) {
            inbox.refuse(sender, "a number is missing or is none: " + e.getMessage());
        }
    }

    private static RecordBatch batch(BytesMessage message) throws JMSException {
        byte[] frames = new byte[(int) message.getBodyLength()];
        message.readBytes(frames);
        return new RecordBatch(
                text(message, Destinations.NODE),
                message.getLongProperty(Destinations.BOOT),
                message.getLongProperty(Destinations.FIRST),
                message.getIntProperty(Destinations.COUNT),
                message.getBooleanProperty(Destinations.GAP),
                ByteBuffer.wrap(frames));
    }

    private static String text(Message message, String property) throws JMSException {
        return Objects.requireNonNullElse(message.getStringProperty(property), "");
    }
}
