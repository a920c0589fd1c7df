package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tests.cluster.Asked.Door;
import dev.sluice.tests.cluster.Asked.Kind;
import dev.sluice.tests.cluster.Asked.Outcome;
import dev.sluice.tests.cluster.Fault.Struck;
import dev.sluice.tests.cluster.Ledger.Stored;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the check of {@link MixedFaultsIT} must find. Times are in seconds. */
class ReckoningTest {
    private static final Stored STORED = new Stored("/1", "slave-1", 404);
    private static final Struck KILLED = struck(true, 100, 120);
    private static final long AT = TimeUnit.SECONDS.toNanos(100);
    private static final Struck FULL = struck(false, 100, 120);

    @Test
    void isSilentWhenEachIsStoredOnce() {
        assertThat(wrong(answered(50), List.of(), List.of(STORED), 0)).isEmpty();
    }

    @Test
    void findsWhatIsStoredTwice() {
        assertThat(wrong(answered(50), List.of(), List.of(STORED, STORED), 0))
                .singleElement()
                .asString()
                .startsWith("stored 2 times");
        assertThat(wrong(asked(101, Outcome.CUT, 0), List.of(KILLED), List.of(STORED, STORED), 0))
                .isNotEmpty();
    }

    @Test
    void findsWhatIsLostWithoutAFault() {
        assertThat(wrong(answered(50), List.of(FULL, KILLED), List.of(), 1))
                .singleElement()
                .asString()
                .startsWith("lost without a fault");
    }

    @Test
    void findsWhatIsLostInNoCountedGap() {
        assertThat(wrong(answered(110), List.of(FULL), List.of(), 1)).isEmpty();
        assertThat(wrong(answered(110), List.of(FULL), List.of(), 0))
                .singleElement()
                .asString()
                .startsWith("slave-1 counts 1 too few in gaps");
        assertThat(wrong(answered(100), List.of(KILLED), List.of(), 1)).isEmpty();
        assertThat(wrong(answered(100), List.of(KILLED), List.of(), 0))
                .as("what a killed slave had in memory is counted when it starts again")
                .isNotEmpty();
    }

    @Test
    void findsALossThatAnotherNodesGapsWouldHide() {
        Map<String, Long> others = Map.of("slave-1", 0L, "slave-2", 200L);
        assertThat(new Reckoning(List.of(answered(100)), List.of(KILLED), List.of(), others).wrong())
                .isNotEmpty();
        Asked byWhom = new Asked("/1", Kind.TUNNEL, Door.BALANCER, AT, AT, Outcome.ANSWERED, "", 200);
        assertThat(new Reckoning(List.of(byWhom), List.of(KILLED), List.of(), others).wrong())
                .isEmpty();
        assertThat(new Reckoning(List.of(byWhom), List.of(KILLED), List.of(), Map.of("slave-1", 0L)).wrong())
                .isNotEmpty();
    }

    @Test
    void findsAnAuditedExchangeThatLiesInAGap() {
        assertThat(wrong(audited(404), List.of(KILLED), List.of(), 1))
                .singleElement()
                .asString()
                .startsWith("lost although it was audited");
        assertThat(wrong(audited(404), List.of(), List.of(new Stored("/1", "slave-1", 404)), 0))
                .isEmpty();
    }

    @Test
    void letsANodeRefuseAnAuditedExchangeOnlyWhereItsDiskHadAFault() {
        List<Stored> stored = List.of(new Stored("/1", "slave-1", 503));
        assertThat(wrong(audited(503), List.of(FULL), stored, 0)).isEmpty();
        assertThat(wrong(audited(503), List.of(FULL), List.of(), 1))
                .as("that it refused is an ordinary record")
                .isEmpty();
        assertThat(wrong(audited(503), List.of(), stored, 0)).isNotEmpty();
    }

    private static Asked audited(int status) {
        return new Asked("/1", Kind.AUDITED, Door.BALANCER, AT, AT, Outcome.ANSWERED, "slave-1", status);
    }

    @Test
    void findsWhatNobodyAskedFor() {
        assertThat(wrong(answered(50), List.of(), List.of(STORED, new Stored("/2", "slave-1", 404)), 0))
                .singleElement()
                .asString()
                .startsWith("stored and never asked for");
        assertThat(wrong(asked(101, Outcome.REFUSED, 0), List.of(KILLED), List.of(STORED), 0))
                .isNotEmpty();
    }

    @Test
    void findsARecordThatSaysSomethingElse() {
        assertThat(wrong(answered(50), List.of(), List.of(new Stored("/1", "slave-1", 200)), 0))
                .isNotEmpty();
        assertThat(wrong(answered(50), List.of(), List.of(new Stored("/1", "slave-2", 404)), 0))
                .isNotEmpty();
    }

    @Test
    void findsAClientThatFailedWithoutAFault() {
        assertThat(wrong(asked(50, Outcome.CUT, 0), List.of(KILLED), List.of(), 0))
                .isNotEmpty();
        assertThat(wrong(asked(101, Outcome.CUT, 0), List.of(KILLED), List.of(), 0))
                .isEmpty();
        assertThat(wrong(asked(50, Outcome.ANSWERED, 502), List.of(), List.of(new Stored("/1", "slave-1", 502)), 0))
                .isNotEmpty();
    }

    private static List<String> wrong(Asked asked, List<Struck> struck, List<Stored> stored, long gaps) {
        return new Reckoning(List.of(asked), struck, stored, Map.of("slave-1", gaps)).wrong();
    }

    private static Asked answered(long second) {
        return asked(second, Outcome.ANSWERED, 404);
    }

    private static Asked asked(long second, Outcome outcome, int status) {
        long at = TimeUnit.SECONDS.toNanos(second);
        return new Asked("/1", Kind.PLAIN, Door.BALANCER, at, at, outcome, "slave-1", status);
    }

    private static Struck struck(boolean killed, long begin, long end) {
        Set<String> node = Set.of("slave-1");
        Fault fault = new Fault("a fault", killed ? node : Set.of(), node, Set.of(), 0, time -> {});
        return new Struck(fault, TimeUnit.SECONDS.toNanos(begin), TimeUnit.SECONDS.toNanos(end));
    }
}
