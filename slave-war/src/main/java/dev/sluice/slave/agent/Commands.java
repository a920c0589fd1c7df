package dev.sluice.slave.agent;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.CertificateMessage;
import dev.sluice.jms.CommandMessage;
import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.slave.policy.PolicyInbox;
import dev.sluice.slave.report.RecordSpool;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the master says to this node and hands it to whom it concerns. Safe for any thread. */
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final RecordSpool spool;
    private final PolicyInbox inbox;
    private final MasterTalk talk;
    private final NodeCertificate certificate;
    private final Orders orders;
    private final Clock clock;
    private final LongAdder malformed = new LongAdder();

    public Commands(
            RecordSpool spool,
            PolicyInbox inbox,
            MasterTalk talk,
            NodeCertificate certificate,
            Orders orders,
            Clock clock) {
        this.spool = spool;
        this.inbox = inbox;
        this.talk = talk;
        this.certificate = certificate;
        this.orders = orders;
        this.clock = clock;
    }

    /** Takes one message. One that cannot be read, or is for another node, is counted and dropped. */
    public void take(String type, String json) {
        Instant now = clock.instant();
        try {
            MessageType known =
                    MessageType.of(type).orElseThrow(() -> new MalformedMessageException("its type is '" + type + "'"));
            switch (known) {
                case POLICY -> inbox.put(MessageCodec.readPolicy(json));
                case APPLIED -> take(MessageCodec.readApplied(json));
                case HEAD -> take(MessageCodec.readHead(json), now);
                case COMMAND -> take(MessageCodec.readCommand(json));
                case CERTIFICATE -> take(MessageCodec.readCertificate(json));
                default -> throw new MalformedMessageException("a node does not take a " + known.word());
            }
        } catch (MalformedMessageException e) {
            malformed(e);
        }
    }

    private void take(AppliedMessage applied) throws MalformedMessageException {
        checkNode(applied.node());
        spool.applied(applied);
    }

    private void take(HeadMessage head, Instant now) throws MalformedMessageException {
        checkNode(head.node());
        talk.take(head, spool.boot(), now);
    }

    private void take(CommandMessage command) throws MalformedMessageException {
        checkNode(command.node());
        if (talk.heeds(command.epoch())) {
            carryOut(command);
        }
    }

    private void take(CertificateMessage message) throws MalformedMessageException {
        checkNode(message.node());
        if (talk.heeds(message.epoch())) {
            certificate.take(message);
        }
    }

    private void carryOut(CommandMessage command) {
        LOG.info("The master orders {}.", command.deed());
        switch (command.deed()) {
            case DRAIN -> orders.drain(command.deadline());
            case RESUME -> orders.resume();
            case RESYNC -> orders.resync();
        }
    }

    private void checkNode(String node) throws MalformedMessageException {
        if (!node.equals(spool.node())) {
            throw new MalformedMessageException("it is for the node " + node);
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
