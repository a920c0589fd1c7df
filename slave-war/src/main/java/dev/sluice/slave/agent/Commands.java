package dev.sluice.slave.agent;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.slave.policy.PolicyIntake;
import dev.sluice.slave.report.RecordSpool;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the master says to this node and hands it to whom it concerns. Safe for any thread. */
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final RecordSpool spool;
    private final PolicyIntake intake;
    private final LongAdder malformed = new LongAdder();

    public Commands(RecordSpool spool, PolicyIntake intake) {
        this.spool = spool;
        this.intake = intake;
    }

    /** Takes one message. One that cannot be read, or is for another node, is counted and dropped. */
    public void take(String type, String json) {
        try {
            MessageType known =
                    MessageType.of(type).orElseThrow(() -> new MalformedMessageException("its type is '" + type + "'"));
            switch (known) {
                case POLICY -> intake.offer(MessageCodec.readPolicy(json));
                case APPLIED -> take(MessageCodec.readApplied(json));
                default -> throw new MalformedMessageException("a node does not take a " + known.word());
            }
        } catch (MalformedMessageException e) {
            malformed(e);
        }
    }

    private void take(AppliedMessage applied) throws MalformedMessageException {
        if (!applied.node().equals(spool.node())) {
            throw new MalformedMessageException("it is for the node " + applied.node());
        }
        spool.applied(applied);
    }

    void malformed(Exception problem) {
        malformed.increment();
        LOG.warn("Dropped a command that cannot be read: {}", problem.getMessage());
    }

    public long malformedCount() {
        return malformed.sum();
    }
}
