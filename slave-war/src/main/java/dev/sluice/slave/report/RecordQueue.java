package dev.sluice.slave.report;

import dev.sluice.jms.Destinations;
import dev.sluice.jms.RecordBatch;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The queue {@code sluice.records}. Batches have no time to live by this node's clock; the broker forgets what nobody
 * took for minutes, as it is sent again anyway.
 */
public final class RecordQueue implements RecordOutlet {
    private final ConnectionFactory connections;

    /** Kept, because the client asks the broker about each destination object before it sends to it. */
    private volatile @Nullable Queue queue;

    public RecordQueue(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public void send(RecordBatch batch) throws IOException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer().send(queue(context), message(context, batch));
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

    private Queue queue(JMSContext context) {
        Queue known = queue;
        if (known == null) {
            known = context.createQueue(Destinations.RECORDS);
            queue = known;
        }
        return known;
    }
}
