package dev.sluice.master.syslog;

import dev.sluice.master.log.Outage;
import dev.sluice.master.report.StoredRecord;
import dev.sluice.master.report.UnsentRecords;
import dev.sluice.master.report.UnsentRecords.Marks;
import dev.sluice.master.report.UnsentRecords.Page;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is unsent, in rounds. A round is one connection and ends with the receiver's word that it has read all of it.
 * Its records are settled when the next round has ended so too, as the receiver may have been lost with what it had read and
 * not yet written. When anything fails, all that is not settled is sent again: about two {@link #WINDOW}s at most.
 *
 * <p>Runs on one thread; the others may be called by any.
 */
final class Sender implements Runnable {
    /** A round ends with the page with which it has sent so many records. */
    static final int WINDOW = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final Page NOTHING = new Page(new Marks(List.of(), 0, 0), List.of());
    private static final int LONGEST_PAUSE_SECONDS = 60;

    private final UnsentRecords unsent;
    private final Receiver receiver;
    private final SyslogMessage message;
    private final Pace pace;
    private final Clock clock;
    private final Outage outage = new Outage(LOG, "send records to the syslog receiver");

    private List<Marks> readBefore = List.of();
    private long last;
    private long roundEnded = System.nanoTime();
    private int failures;

    private volatile boolean stopped;
    private volatile Optional<ReceiverConnection> connection = Optional.empty();
    private volatile long writingSince;
    private volatile Optional<Instant> readAt = Optional.empty();
    private volatile String error = "";

    /**
     * How fast it goes.
     *
     * @param round after which a round ends, however little it sent
     * @param look how long until it looks for new records where there were none
     * @param stall how long one write may take
     */
    record Pace(Duration round, Duration look, Duration stall) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    Sender(UnsentRecords unsent, Receiver receiver, SyslogMessage message, Pace pace, Clock clock) {
        this.unsent = unsent;
        this.receiver = receiver;
        this.message = message;
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                step();
            }
        } catch (InterruptedException e) {
            LOG.debug("No more records are sent", e);
        }
    }

    private void step() throws InterruptedException {
        try {
            if (!round()) {
                Thread.sleep(pace.look().toMillis());
            }
            failures = 0;
        } catch (IOException | RuntimeException e) {
            if (!stopped) {
                failed(e);
            }
        }
    }

    private void failed(Exception e) throws InterruptedException {
        readBefore = List.of();
        last = 0;
        error = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        outage.failed(e);
        TimeUnit.SECONDS.sleep(Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(failures++, 10)));
    }

    /** Sends what is new. @return false when there was nothing to do */
    private boolean round() throws IOException, InterruptedException {
        Page first = unsent.page(last);
        boolean unsettled = !readBefore.isEmpty()
                && System.nanoTime() - roundEnded > pace.round().toNanos();
        if (first.marks().isEmpty() && !unsettled) {
            return false;
        }
        List<Marks> read = send(first);
        readBefore.forEach(unsent::settle);
        readBefore = read;
        readAt = Optional.of(clock.instant());
        roundEnded = System.nanoTime();
        error = "";
        outage.worked();
        return true;
    }

    private List<Marks> send(Page first) throws IOException, InterruptedException {
        try (ReceiverConnection open = receiver.connect()) {
            connection = Optional.of(open);
            List<Marks> sent = sendPages(open, first);
            writingSince = System.nanoTime();
            open.end();
            writingSince = 0;
            open.awaitEnd();
            return sent;
        } finally {
            connection = Optional.empty();
            writingSince = 0;
        }
    }

    private List<Marks> sendPages(ReceiverConnection open, Page first) throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<Marks> sent = new ArrayList<>();
        int count = 0;
        Page page = first;
        while (!page.marks().isEmpty()) {
            write(open, page.records());
            sent.add(page.marks());
            last = page.marks().last();
            count += page.marks().records();
            page = count < WINDOW ? next(start) : NOTHING;
        }
        return sent;
    }

    /** Waits for more until the round is over. */
    private Page next(long start) throws InterruptedException {
        Page page = unsent.page(last);
        while (page.marks().isEmpty()
                && System.nanoTime() - start < pace.round().toNanos()) {
            Thread.sleep(pace.look().toMillis());
            page = unsent.page(last);
        }
        return System.nanoTime() - start < pace.round().toNanos() ? page : NOTHING;
    }

    private void write(ReceiverConnection open, List<StoredRecord> records) throws IOException {
        for (StoredRecord stored : records) {
            writingSince = System.nanoTime();
            open.write(message.framed(stored));
        }
        open.flush();
        writingSince = 0;
    }

    /** Breaks off a connection whose receiver takes nothing any more. To be called every few seconds. */
    void watch() {
        long since = writingSince;
        if (since != 0 && System.nanoTime() - since > pace.stall().toNanos()) {
            abort();
        }
    }

    /** Ends {@link #run}; what is not settled is left to the next one. */
    void stop() {
        stopped = true;
        abort();
    }

    private void abort() {
        connection.ifPresent(open -> {
            try {
                open.abort();
            } catch (IOException e) {
                LOG.debug("A connection that is broken off", e);
            }
        });
    }

    /** When the receiver last said that it has read all; empty for not yet. */
    Optional<Instant> readAt() {
        return readAt;
    }

    /** Why the last attempt failed; empty when it did not. */
    String error() {
        return error;
    }
}
