package dev.sluice.master.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Traffic;
import dev.sluice.jms.Protocol;
import dev.sluice.master.node.States;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.rollout.Judge.Hold;
import dev.sluice.master.rollout.Judge.Promote;
import dev.sluice.master.rollout.Judge.TakeBack;
import dev.sluice.master.rollout.Judge.Verdict;
import dev.sluice.master.rollout.Judge.Wait;
import dev.sluice.master.rollout.Progress.Stage;
import dev.sluice.master.rollout.Rollout.Start;
import dev.sluice.master.rollout.Rollout.State;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The canary is a and b, and holds for 30 seconds; at most 5 % may fail, 50 % be blocked, and 500 ms pass. */
class JudgeTest {
    private static final Revision BASE = new Revision(1, 5);
    private static final Revision NEW = new Revision(1, 6);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plusSeconds(30);
    private static final Limits LIMITS = new Limits(Optional.of(0.05), Optional.of(0.5), Optional.of(500L));

    private static final PublishedPolicy POLICY = Fleets.policy(NEW, "new");

    private static final NodeState OLD_A = Fleets.at("a", BASE, "old");
    private static final NodeState NEW_A = Fleets.at("a", NEW, "new");
    private static final NodeState NEW_B = Fleets.at("b", NEW, "new");

    static Stream<Arguments> canary() {
        return Stream.of(
                row("all enforce it", new Hold(), on(NEW_A), on(NEW_B)),
                row("one does not yet", new Wait("Waiting for a."), on(OLD_A), on(NEW_B)),
                row("one is offline", new Wait("Waiting for a."), Fleets.offline("a", NEW_A), on(NEW_B)),
                row("none is there", new Wait("Waiting for a, b.")),
                row("others are there", new Wait("Waiting for a, b."), on(Fleets.at("c", NEW, "new"))),
                row(
                        "one refused it",
                        new TakeBack("a refused it: rules[0]: too odd"),
                        on(Fleets.refusing(OLD_A, NEW)),
                        on(NEW_B)),
                row(
                        "one refused it and went away",
                        new TakeBack("a refused it: rules[0]: too odd"),
                        Fleets.offline("a", Fleets.refusing(OLD_A, NEW)),
                        on(NEW_B)),
                row("one refused another", new Wait("Waiting for a."), on(Fleets.refusing(OLD_A, BASE)), on(NEW_B)),
                row(
                        "one enforces something else",
                        new TakeBack("a refused it: it computes the hash odd"),
                        on(Fleets.at("a", NEW, "odd")),
                        on(NEW_B)),
                row(
                        "another node refused it",
                        new Hold(),
                        on(NEW_A),
                        on(NEW_B),
                        on(Fleets.refusing(Fleets.at("c", BASE, "old"), NEW))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("canary")
    void decidesWhileTheCanaryGetsIt(String what, Verdict verdict, List<Seen> nodes) {
        assertThat(judge(rollout(State.CANARY, Map.of()), nodes, START)).isEqualTo(verdict);
    }

    static Stream<Arguments> hold() {
        Seen a = at(END, NEW_A);
        Seen b = at(END, NEW_B);
        return Stream.of(
                row("all is well", END.minusMillis(1), new Wait(""), a, b),
                row("the hold is over", END, new Promote(), a, b),
                row(
                        "the hold is over, and one said nothing since",
                        END.plusSeconds(3),
                        new Wait("The hold is over; waiting for word of a."),
                        at(END.minusMillis(1), NEW_A),
                        b),
                row("one went away", END, new Wait("Waiting for b."), a, Fleets.offline("b", NEW_B)),
                row("one was removed", END, new Wait("Waiting for b."), a),
                row("one lost it", END, new Wait("Waiting for a."), at(END, OLD_A), b),
                row(
                        "one refuses it now",
                        START,
                        new TakeBack("a refused it: rules[0]: too odd"),
                        at(END, Fleets.refusing(OLD_A, NEW)),
                        b));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hold")
    void decidesWhileTheCanaryHolds(String what, Instant now, Verdict verdict, List<Seen> nodes) {
        assertThat(judge(rollout(State.HOLD, Map.of()), nodes, now)).isEqualTo(verdict);
    }

    static Stream<Arguments> figures() {
        Verdict well = new Wait("");
        return Stream.of(
                Arguments.of("at the limit of failures", 100, new Traffic(0, 0, 0, 5, 0, 0), well),
                Arguments.of(
                        "over it",
                        100,
                        new Traffic(0, 0, 0, 6, 0, 0),
                        new TakeBack("a failed 6 of 100 exchanges, more than 5 %")),
                Arguments.of("over it, of too few", 19, new Traffic(0, 0, 0, 19, 0, 0), well),
                Arguments.of(
                        "over it, of just enough",
                        20,
                        new Traffic(0, 0, 0, 2, 0, 0),
                        new TakeBack("a failed 2 of 20 exchanges, more than 5 %")),
                Arguments.of("at the limit of blocks", 100, new Traffic(0, 0, 50, 0, 0, 0), well),
                Arguments.of(
                        "over it",
                        100,
                        new Traffic(0, 0, 51, 0, 0, 0),
                        new TakeBack("a blocked 51 of 100 exchanges, more than 50 %")),
                Arguments.of("at the limit of latency", 100, new Traffic(0, 0, 0, 0, 10_000_000, 20), well),
                Arguments.of(
                        "over it",
                        100,
                        new Traffic(0, 0, 0, 0, 12_000_000, 20),
                        new TakeBack("a took 600 ms to the first byte on average, more than 500 ms")),
                Arguments.of("over it, of too few", 100, new Traffic(0, 0, 0, 0, 12_000_000, 19), well));
    }

    @ParameterizedTest(name = "{0}: {2} of {1}")
    @MethodSource("figures")
    void comparesWhatWasCountedSinceItIsEnforcedWithTheLimits(
            String what, long exchanges, Traffic since, Verdict verdict) {
        Start start = new Start(7, new Figures(1_000, 900, 800, 700, 600));
        Traffic traffic = new Traffic(
                3, 3, since.blocked() + 900, since.failed() + 800, since.micros() + 700, since.answered() + 600);
        Seen a = at(START, Fleets.with(NEW_A, 7, exchanges + 1_000, traffic));
        assertThat(judge(rollout(State.HOLD, Map.of("a", start)), List.of(a, at(START, NEW_B)), START))
                .isEqualTo(verdict);
        Rollout unlimited = new Rollout(
                NEW,
                BASE,
                "ann",
                new Plan(new Canary("2"), Duration.ofSeconds(30), Limits.NONE),
                Map.of("a", Optional.of(start), "b", Optional.empty()),
                State.HOLD,
                "",
                START,
                Optional.of(START),
                Optional.empty(),
                Optional.empty());
        assertThat(judge(unlimited, List.of(a, at(START, NEW_B)), START)).isEqualTo(new Wait(""));
    }

    @Test
    void goesBackWhenOneWouldMisunderstandItButNotWhileThatOneIsAway() {
        NodeState old = States.speaking(OLD_A, Protocol.FIRST);
        PublishedPolicy grouped = Fleets.grouped(NEW, "new");
        Rollout rollout = rollout(State.CANARY, Map.of());
        List<Progress> there = Judge.progress(rollout, grouped, List.of(on(old), on(NEW_B)));
        assertThat(there).extracting(Progress::stage).containsExactly(Stage.INCOMPATIBLE, Stage.ACTIVE);
        assertThat(Judge.judge(rollout, there, START))
                .isEqualTo(
                        new TakeBack(
                                "a cannot take it: it speaks version 1 of the protocol, the policy needs version 2; install the master's version on it"));
        assertThat(Judge.judge(
                        rollout, Judge.progress(rollout, grouped, List.of(Fleets.offline("a", old), on(NEW_B))), START))
                .isEqualTo(new Wait("Waiting for a."));
        assertThat(judge(rollout, List.of(on(old), on(NEW_B)), START)).isEqualTo(new Wait("Waiting for a."));
    }

    @Test
    void looksAtTheCanaryAsAWholeToo() {
        Start start = new Start(1, Figures.NONE);
        Traffic failing = new Traffic(0, 0, 0, 3, 0, 0);
        List<Seen> nodes = List.of(on(Fleets.with(NEW_A, 1, 15, failing)), on(Fleets.with(NEW_B, 1, 15, Traffic.NONE)));
        assertThat(judge(rollout(State.HOLD, Map.of("a", start, "b", start)), nodes, START))
                .isEqualTo(new TakeBack("the canary failed 3 of 30 exchanges, more than 5 %"));
    }

    @Test
    void countsFromTheFirstStateThatEnforcesIt() {
        Rollout rollout = rollout(State.CANARY, Map.of());
        Seen a = on(Fleets.with(NEW_A, 7, 100, new Traffic(1, 1, 2, 3, 4, 5)));
        assertThat(Judge.starts(rollout, List.of(a, on(Fleets.at("b", BASE, "old")), on(Fleets.at("c", NEW, "new")))))
                .isEqualTo(Map.of("a", new Start(7, new Figures(100, 2, 3, 4, 5))));
    }

    @Test
    void countsFromZeroInTheNextBoot() {
        Rollout rollout = rollout(State.HOLD, Map.of("a", new Start(7, new Figures(100, 2, 3, 4, 5))));
        Seen again = on(Fleets.with(NEW_A, 7, 200, new Traffic(1, 1, 2, 3, 4, 5)));
        assertThat(Judge.starts(rollout, List.of(again))).isEmpty();
        assertThat(progress(rollout, again).figures()).isEqualTo(new Figures(100, 0, 0, 0, 0));
        Seen booted = on(Fleets.with(NEW_A, 8, 30, new Traffic(1, 1, 2, 3, 4, 5)));
        assertThat(progress(rollout, booted).figures()).isEqualTo(Figures.NONE);
        Map<String, Start> starts = Judge.starts(rollout, List.of(booted));
        assertThat(starts).isEqualTo(Map.of("a", new Start(8, Figures.NONE)));
        assertThat(progress(rollout.withStarts(starts), booted).figures()).isEqualTo(new Figures(30, 2, 3, 4, 5));
    }

    @Test
    void saysOfEachNodeOfTheCanaryHowItDoes() {
        Rollout rollout = rollout(State.CANARY, Map.of());
        assertThat(Judge.progress(rollout, POLICY, List.of(on(OLD_A), Fleets.offline("b", NEW_B))))
                .extracting(Progress::stage)
                .containsExactly(Stage.WAITING, Stage.ABSENT);
        assertThat(Judge.progress(
                        rollout, POLICY, List.of(on(NEW_A), on(Fleets.refusing(Fleets.at("b", BASE, "old"), NEW)))))
                .extracting(Progress::stage)
                .containsExactly(Stage.ACTIVE, Stage.REFUSED);
    }

    private static Progress progress(Rollout rollout, Seen node) {
        return Judge.progress(rollout, POLICY, List.of(node)).get(0);
    }

    private static Verdict judge(Rollout rollout, List<Seen> nodes, Instant now) {
        return Judge.judge(rollout, Judge.progress(rollout, POLICY, nodes), now);
    }

    private static Rollout rollout(State state, Map<String, Start> starts) {
        Map<String, Optional<Start>> canary = new LinkedHashMap<>();
        List.of("a", "b").forEach(node -> canary.put(node, Optional.ofNullable(starts.get(node))));
        return new Rollout(
                NEW,
                BASE,
                "ann",
                new Plan(new Canary("2"), Duration.ofSeconds(30), LIMITS),
                canary,
                state,
                "",
                START,
                state == State.HOLD ? Optional.of(START) : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Arguments row(String what, Verdict verdict, Seen... nodes) {
        return Arguments.of(what, verdict, new ArrayList<>(List.of(nodes)));
    }

    private static Arguments row(String what, Instant now, Verdict verdict, Seen... nodes) {
        return Arguments.of(what, now, verdict, new ArrayList<>(List.of(nodes)));
    }

    private static Seen on(NodeState state) {
        return at(START, state);
    }

    private static Seen at(Instant heardAt, NodeState state) {
        return Fleets.online(state.node(), "", heardAt, state);
    }
}
