package dev.sluice.slave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeadTest {
    private static final PolicyBundle ALL = new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow());

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Alarms alarms = new Alarms(new SetClock());
    private Optional<CompiledPolicy> active = Optional.empty();
    private Revision received = Revision.NONE;
    private Optional<Rejection> rejected = Optional.empty();
    private final Head head = new Head(() -> active, () -> received, () -> rejected, alarms, nanos::get);

    private void hear(long number, String hash) {
        head.take(new HeadMessage(
                "slave-1", 1, new Revision(1, number), hash, "", 1, 1, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH));
    }

    private void hear(long number) {
        hear(number, active.map(CompiledPolicy::hash).orElse("abc"));
    }

    private void activate(long number) throws Exception {
        received = new Revision(1, number);
        active = Optional.of(new PolicyCompiler().compile(ALL, received));
    }

    @Test
    void asksForNothingBeforeItKnowsAHead() {
        assertThat(head.asks()).isZero();
    }

    @Test
    void asksAfterTwoSecondsAFewTimesAndThenNoMore() {
        hear(4);
        assertThat(head.asks()).isZero();
        nanos.addAndGet(Head.PATIENCE_NANOS - 1);
        assertThat(head.asks()).isZero();
        nanos.addAndGet(1);
        assertThat(head.asks()).isOne();
        hear(4);
        assertThat(head.asks()).as("the answer to that brings nothing new").isOne();
        nanos.addAndGet(100 * Head.PATIENCE_NANOS);
        assertThat(head.asks()).isEqualTo(Head.MOST_ASKS);
    }

    @Test
    void saysThatTheHeadDoesNotComeUntilItComes() throws Exception {
        hear(4);
        nanos.addAndGet(Head.MOST_ASKS * Head.PATIENCE_NANOS);
        hear(4);
        assertThat(alarms.latest()).isEqualTo("The policy 1.4 has not come.");
        activate(4);
        hear(4);
        assertThat(alarms.latest()).isEmpty();
    }

    @Test
    void givesEachNewHeadItsTime() {
        hear(4);
        nanos.addAndGet(Head.PATIENCE_NANOS);
        hear(5);
        assertThat(head.asks()).isZero();
    }

    @Test
    void doesNotAskForWhatIsActiveOrOlderOrRefused() throws Exception {
        activate(4);
        hear(4);
        nanos.addAndGet(Head.PATIENCE_NANOS);
        assertThat(head.asks()).isZero();
        hear(3);
        nanos.addAndGet(Head.PATIENCE_NANOS);
        assertThat(head.asks()).isZero();
        hear(5);
        rejected = Optional.of(new Rejection(new Revision(1, 5), "", "no"));
        nanos.addAndGet(Head.PATIENCE_NANOS);
        assertThat(head.asks()).isZero();
    }

    @Test
    void doesNotAskForWhatHasComeThoughItIsNotActiveYet() {
        hear(4);
        received = new Revision(1, 4);
        nanos.addAndGet(Head.PATIENCE_NANOS);
        assertThat(head.asks()).isZero();
    }

    @Test
    void saysThatAnotherPolicyHasTheSameNumber() throws Exception {
        activate(4);
        hear(4, "another");
        assertThat(alarms.latest()).contains("1.4", "another than");
    }
}
