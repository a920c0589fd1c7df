package dev.sluice.master.syslog;

import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.config.ProductVersion;
import dev.sluice.master.config.SyslogReceiver;
import dev.sluice.master.report.UnsentRecords;
import dev.sluice.master.report.UnsentRecords.Backlog;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends access records to the syslog receiver of the settings, on a thread of its own. Safe for any thread. */
@ApplicationScoped
public class Syslog {
    private static final Logger LOG = LoggerFactory.getLogger(Syslog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private final UnsentRecords unsent;
    private final Optional<SyslogReceiver> settings;
    private final Clock clock;
    private Optional<Sender> sender = Optional.empty();
    private Optional<Thread> thread = Optional.empty();
    private Optional<Remembered> remembered = Optional.empty();

    /** A thread of the server's, as for whoever else uses the database. */
    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedThreadFactory threads;

    /** To sum up a long backlog takes a while, and a page asks often. */
    private record Remembered(Backlog backlog, Instant at) {}

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Syslog() {
        this.unsent = null;
        this.settings = Optional.empty();
        this.clock = null;
    }

    @Inject
    public Syslog(UnsentRecords unsent, MasterConfig config, Clock clock) {
        this.unsent = unsent;
        this.settings = config.syslog();
        this.clock = clock;
    }

    /** Starts to send, where a receiver is set. @throws IllegalArgumentException with one line for a bad setting */
    public synchronized void start() {
        settings.ifPresent(receiver -> {
            Sender made = new Sender(
                    unsent,
                    new Receiver(receiver, PATIENCE),
                    new SyslogMessage(receiver.format(), ProductVersion.read()),
                    Sender.Pace.USUAL,
                    clock);
            Thread running = threads.newThread(made);
            running.setName("sluice-syslog");
            running.start();
            sender = Optional.of(made);
            thread = Optional.of(running);
            LOG.info("Access records are sent to the syslog receiver {}", receiver.name());
        });
    }

    /** Breaks off what hangs. Called every few seconds. */
    public synchronized void watch() {
        sender.ifPresent(Sender::watch);
    }

    @PreDestroy
    synchronized void stop() {
        sender.ifPresent(Sender::stop);
        thread.ifPresent(Thread::interrupt);
    }

    /** As of a few seconds ago; empty where no receiver is set. */
    public synchronized Optional<SyslogState> state() {
        return settings.map(receiver -> {
            Backlog backlog = backlog();
            return new SyslogState(
                    receiver.name(),
                    backlog.records(),
                    backlog.oldest(),
                    backlog.sent(),
                    backlog.expired(),
                    sender.flatMap(Sender::readAt),
                    sender.map(Sender::error).orElse(""));
        });
    }

    private Backlog backlog() {
        Instant now = clock.instant();
        Optional<Remembered> known =
                remembered.filter(kept -> kept.at().plus(REMEMBERED).isAfter(now));
        if (known.isEmpty()) {
            known = Optional.of(new Remembered(unsent.backlog(), now));
            remembered = known;
        }
        return known.get().backlog();
    }
}
