package dev.sluice.slave.agent;

import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.NodeState.ClockReading;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.alarm.Matter;
import dev.sluice.slave.policy.ActivePolicy;
import dev.sluice.slave.policy.PolicyIntake;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the master that holds the lease and to no other: what comes with a lower epoch than was seen is dropped,
 * counted and said. Takes the master's answers to the node's states. Safe for any thread.
 */
public final class MasterTalk {
    private static final Logger LOG = LoggerFactory.getLogger(MasterTalk.class);

    private final KeptMembership membership;
    private final Head head;
    private final Alarms alarms;
    private final Runnable groupChanged;
    private final ClockReadings clocks = new ClockReadings();
    private final LongAdder outdated = new LongAdder();

    /** @param groupChanged called when the node is told to be in another group than before */
    public MasterTalk(
            KeptMembership membership, ActivePolicy active, PolicyIntake intake, Alarms alarms, Runnable groupChanged) {
        this.membership = membership;
        this.head = new Head(active, intake::received, intake::rejected, alarms, System::nanoTime);
        this.alarms = alarms;
        this.groupChanged = groupChanged;
    }

    /** Whether a message of a master with that lease is to be followed; a newer lease is remembered. */
    boolean heeds(long epoch) {
        if (epoch < membership.epoch()) {
            outdated.increment();
            String text = "A master with the epoch " + epoch + " speaks, but " + membership.epoch() + " was seen.";
            alarms.note(Matter.OLD_MASTER, text);
            LOG.warn("Dropped a message. {}", text);
            return false;
        }
        membership.see(epoch);
        return true;
    }

    /** @param boot of this node; answers to a boot before say nothing of the clock */
    void take(HeadMessage message, long boot, Instant now) {
        if (!heeds(message.epoch())) {
            return;
        }
        if (message.boot() == boot) {
            clocks.take(message.stateSentAt(), message.stateHeardAt(), message.sentAt(), now);
        }
        if (membership.join(message.group())) {
            groupChanged.run();
        }
        head.take(message);
    }

    /** Grows each time that the state should be told because the head that the master says has not come. */
    public int asks() {
        return head.asks();
    }

    public Optional<ClockReading> clock() {
        return clocks.best();
    }

    /** Messages dropped for their epoch. */
    public long outdated() {
        return outdated.sum();
    }
}
