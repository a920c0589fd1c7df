package dev.sluice.slave.report;

import dev.sluice.jms.Destinations;
import dev.sluice.jms.RecordBatch;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.time.Duration;

/**
 * The queue {@code sluice.records}. A batch nobody took for ten minutes was sent again long since, so the broker may
 * forget it: a master that is away for days does not fill the broker's disk.
 */
public final class RecordQueue implements RecordOutlet {
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final ConnectionFactory connections;

    public RecordQueue(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public void send(RecordBatch batch) throws IOException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer()
                    .setTimeToLive(KEPT.toMillis())
                    .send(context.createQueue(Destinations.RECORDS), message(context, batch));
        } catch (JMSException | JMSRuntimeException e) {
            throw new IOException("The broker did not take a batch: " + e.getMessage(), e);
        }
    }

    private static BytesMessage message(JMSContext context, RecordBatch batch) throws JMSException {
        byte[] frames = new byte[batch.frames().remaining()];
        batch.frames().duplicate().get(frames);
        BytesMessage message = context.createBytesMessage();
        message.setStringProperty(Destinations.NODE, batch.node());
        message.setLongProperty(Destinations.BOOT, batch.boot());
        message.setLongProperty(Destinations.FIRST, batch.first());
        message.setIntProperty(Destinations.COUNT, batch.count());
        message.setBooleanProperty(Destinations.GAP, batch.gap());
        message.writeBytes(frames);
        return message;
    }
}
