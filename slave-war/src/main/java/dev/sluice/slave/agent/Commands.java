package dev.sluice.slave.agent;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.slave.report.RecordSpool;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the master says to this node and hands it to whom it concerns. Safe for any thread. */
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final RecordSpool spool;
    private final LongAdder malformed = new LongAdder();

    public Commands(RecordSpool spool) {
        this.spool = spool;
    }

    /** Takes one command as JSON. One that cannot be read, or is for another node, is counted and dropped. */
    public void take(String json) {
        try {
            AppliedMessage applied = MessageCodec.readApplied(json);
            if (applied.node().equals(spool.node())) {
                spool.applied(applied);
            } else {
                malformed(new MalformedMessageException("it is for the node " + applied.node()));
            }
        } catch (MalformedMessageException e) {
            malformed(e);
        }
    }

    void malformed(Exception problem) {
        malformed.increment();
        LOG.warn("Dropped a command that cannot be read: {}", problem.getMessage());
    }

    public long malformedCount() {
        return malformed.sum();
    }
}
