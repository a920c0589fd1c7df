import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.NodeState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * The access records of one simulated node, sent as a node does: in batches of 500, eight of them before the master has
 * answered. The records are those of a mixed day; only their times are of this run.
 */
final class RecordStream {
    private static final int BATCH = 500;
    private static final int WINDOW = 8;
    private static final String[] SITES = {"news", "mail", "shop", "cdn", "wiki", "video", "login", "ads"};

    private final String node;
    private final long boot;
    private final ClientSession session;
    private final ClientProducer producer;
    private final ByteBuffer frames = ByteBuffer.allocate(BATCH * 1024 + AccessRecordCodec.MAX_FRAME);
    private long next;
    private long applied;

    RecordStream(String node, long boot, ClientSession session) throws ActiveMQException {
        this.node = node;
        this.boot = boot;
        this.session = session;
        this.producer = session.createProducer(Destinations.RECORDS);
    }

    /** Sends so many, the first of that time and each one later by the step. Returns once the master has stored all. */
    void send(long records, Instant first, Duration step) throws ActiveMQException, InterruptedException {
        for (long sent = 0; sent < records; ) {
            int count = (int) Math.min(BATCH, records - sent);
            awaitApplied(next - (WINDOW - 1) * BATCH);
            sendBatch(count, first.plusNanos(step.toNanos() * sent), step);
            sent += count;
        }
        awaitApplied(next);
    }

    private void sendBatch(int count, Instant first, Duration step) throws ActiveMQException {
        frames.clear();
        for (int i = 0; i < count; i++) {
            AccessRecordCodec.write(record(next + i, first.plusNanos(step.toNanos() * i)), frames);
        }
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        message.putStringProperty(Destinations.NODE, node);
        message.putLongProperty(Destinations.BOOT, boot);
        message.putLongProperty(Destinations.FIRST, next);
        message.putIntProperty(Destinations.COUNT, count);
        message.putBooleanProperty(Destinations.GAP, false);
        message.getBodyBuffer().writeBytes(frames.array(), 0, frames.position());
        synchronized (this) {
            next += count;
        }
        producer.send(message);
    }

    private AccessRecord record(long number, Instant time) {
        boolean blocked = number % 20 == 0;
        String site = SITES[(int) (number % SITES.length)] + "-" + number % 300 + ".example";
        return new AccessRecord(
                time,
                Duration.ofMillis(number % 250),
                "10.0." + number / 200 % 4 + "." + number % 200,
                "",
                "GET",
                "http",
                site,
                80,
                "/page/" + number,
                blocked ? 403 : 200,
                400,
                blocked ? 600 : 20_000,
                "text/html",
                blocked ? "block" : "allow",
                blocked ? "rule-7" : "rule-1",
                blocked ? "No ads" : "Everything else",
                blocked ? "ads" : "",
                "RULE",
                1,
                1,
                "none",
                "192.0.2.1:80",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
                "",
                Long.toString(number, 36));
    }

    /** The master has stored what is before. */
    synchronized void applied(AppliedMessage message) {
        if (message.boot() == boot && message.next() > applied) {
            applied = message.next();
            notifyAll();
        }
    }

    synchronized long stored() {
        return applied;
    }

    synchronized NodeState.Records account() {
        return new NodeState.Records(next, applied, next - applied, 0, 0);
    }

    private synchronized void awaitApplied(long wanted) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (applied < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(node + ": no answer to its records for a minute");
            }
            wait(1_000);
        }
    }
}
