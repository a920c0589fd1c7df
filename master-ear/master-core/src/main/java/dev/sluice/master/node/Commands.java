package dev.sluice.master.node;

import dev.sluice.jms.CommandMessage;
import dev.sluice.jms.CommandMessage.Deed;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.member.History;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.member.NodeEvent.Kind;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.push.Outbox;
import dev.sluice.master.push.PolicyPush;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Has single nodes do something. What has become of it is in their next states. Safe for any thread. */
@ApplicationScoped
public class Commands {
    /** How long a drain may take at most. */
    public static final Duration LONGEST_DRAIN = Duration.ofDays(1);

    private final Database database;
    private final Nodes nodes;
    private final PolicyPush push;
    private final Outbox outbox;
    private final Lease lease;
    private final History history;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Commands() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    Commands(
            Database database, Nodes nodes, PolicyPush push, Outbox outbox, Lease lease, History history, Clock clock) {
        this.database = database;
        this.nodes = nodes;
        this.push = push;
        this.outbox = outbox;
        this.lease = lease;
        this.history = history;
        this.clock = clock;
    }

    /** Takes the node out of traffic; what runs may go on until the deadline, at most {@link #LONGEST_DRAIN}. */
    public void drain(String node, Duration deadline, String by) throws NodeUnreachableException {
        if (deadline.isNegative() || deadline.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("A drain takes from no time to a day.");
        }
        send(node, Deed.DRAIN, deadline, Kind.DRAIN, "within " + deadline.toSeconds() + " s", by);
    }

    /** Gives the node traffic again. */
    public void resume(String node, String by) throws NodeUnreachableException {
        send(node, Deed.RESUME, Duration.ZERO, Kind.RESUME, "", by);
    }

    /** Has the node take anew what it should enforce. */
    public void resync(String node, String by) throws NodeUnreachableException {
        send(node, Deed.RESYNC, Duration.ZERO, Kind.RESYNC, "", by);
        push.sendAnew(node);
    }

    private void send(String node, Deed deed, Duration deadline, Kind kind, String text, String by)
            throws NodeUnreachableException {
        NodeStatus status = nodes.find(node).map(Node::status).orElse(NodeStatus.REMOVED);
        if (status == NodeStatus.OFFLINE || status == NodeStatus.REMOVED) {
            throw new NodeUnreachableException("Node " + node + " is not there: the master has not heard of it for "
                    + Heard.OFFLINE_AFTER.toSeconds() + " s.");
        }
        CommandMessage message = new CommandMessage(node, lease.epoch(), deed, deadline);
        try {
            database.run(connection -> {
                outbox.toNode(node, MessageType.COMMAND, MessageCodec.write(message), Outbox.Care.CERTAIN);
                lease.hold(connection);
                history.add(connection, new NodeEvent(node, clock.instant(), kind, text, by));
                AuditLog.add(connection, clock.instant(), change(kind, node, by, deadline));
            });
        } catch (JMSRuntimeException e) {
            throw new NodeUnreachableException("The broker does not take the command: " + e.getMessage());
        }
    }

    private static Change change(Kind kind, String node, String by, Duration deadline) {
        Change change = Change.of(by, "node." + kind.name().toLowerCase(Locale.ROOT), node);
        return kind == Kind.DRAIN ? change.to(Map.of("deadline", deadline.toString())) : change;
    }
}
