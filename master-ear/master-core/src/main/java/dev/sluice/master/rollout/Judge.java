package dev.sluice.master.rollout;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.rollout.Progress.Stage;
import dev.sluice.master.rollout.Rollout.Start;
import dev.sluice.master.rollout.Rollout.State;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides what becomes of a rollout, from what its nodes said last. Stateless; reads and writes nothing.
 *
 * <p>A canary that does badly, or would misunderstand the revision, takes it back at once; one that is not there, or says
 * nothing, only keeps it from the others. So a node that goes away in the middle is no reason to go back, and none to go on.
 */
final class Judge {
    /** What to do. */
    sealed interface Verdict {}

    /** Nothing yet. @param why for people, empty while all is as it should be */
    record Wait(String why) implements Verdict {}

    /** The whole canary enforces it: the hold begins. */
    record Hold() implements Verdict {}

    /** All get it. */
    record Promote() implements Verdict {}

    /** All go back. */
    record TakeBack(String why) implements Verdict {}

    /** @param policy the rollout's revision */
    static List<Progress> progress(Rollout rollout, PublishedPolicy policy, List<Seen> nodes) {
        Map<String, Seen> byId = nodes.stream().collect(Collectors.toMap(Seen::id, Function.identity()));
        List<Progress> all = new ArrayList<>();
        rollout.canary().forEach((node, start) -> {
            Seen seen = byId.get(node);
            all.add(
                    seen == null
                            ? new Progress(node, Stage.ABSENT, Instant.EPOCH, Figures.NONE, "")
                            : progress(policy, seen, start));
        });
        return all;
    }

    private static Progress progress(PublishedPolicy policy, Seen node, Optional<Start> start) {
        Stage stage = stage(policy, node);
        Figures since = start.filter(from -> from.boot() == node.state().boot())
                .map(from -> Figures.of(node.state()).minus(from.figures()))
                .orElse(Figures.NONE);
        return new Progress(node.id(), stage, node.heardAt(), since, problem(stage, policy, node.state()));
    }

    private static Stage stage(PublishedPolicy policy, Seen node) {
        if (refuses(policy, node.state())) {
            return Stage.REFUSED;
        }
        if (!node.online()) {
            return Stage.ABSENT;
        }
        if (enforces(policy.revision(), node.state())) {
            return Stage.ACTIVE;
        }
        return node.understands(policy) ? Stage.WAITING : Stage.INCOMPATIBLE;
    }

    private static boolean refuses(PublishedPolicy policy, NodeState state) {
        return enforces(policy.revision(), state)
                ? !state.hash().equals(policy.hash())
                : rejection(policy, state).isPresent();
    }

    private static boolean enforces(Revision revision, NodeState state) {
        return state.active().equals(revision);
    }

    private static Optional<Rejection> rejection(PublishedPolicy policy, NodeState state) {
        return state.rejected().filter(rejection -> rejection.revision().equals(policy.revision()));
    }

    private static String problem(Stage stage, PublishedPolicy policy, NodeState state) {
        return switch (stage) {
            case REFUSED ->
                enforces(policy.revision(), state)
                        ? "it computes the hash " + state.hash()
                        : rejection(policy, state).map(Judge::words).orElse("");
            case INCOMPATIBLE ->
                "it speaks version %s of the protocol, the policy needs version %d; install the master's version on it"
                        .formatted(state.membership().protocol(), policy.protocol());
            case ABSENT, WAITING, ACTIVE -> "";
        };
    }

    private static String words(Rejection rejection) {
        return rejection.path().isEmpty() ? rejection.problem() : rejection.path() + ": " + rejection.problem();
    }

    /**
     * From where the figures of nodes count that were not seen to enforce the revision before, or not in this boot. All
     * that a node counts in a later boot counts, as it starts with what it kept.
     */
    static Map<String, Start> starts(Rollout rollout, List<Seen> nodes) {
        Map<String, Start> starts = new HashMap<>();
        for (Seen node : nodes) {
            Optional<Start> before = rollout.canary().getOrDefault(node.id(), Optional.empty());
            long boot = node.state().boot();
            if (rollout.canary().containsKey(node.id())
                    && enforces(rollout.revision(), node.state())
                    && before.filter(start -> start.boot() == boot).isEmpty()) {
                starts.put(node.id(), new Start(boot, before.isPresent() ? Figures.NONE : Figures.of(node.state())));
            }
        }
        return starts;
    }

    static Verdict judge(Rollout rollout, List<Progress> canary, Instant now) {
        Optional<String> against = against(rollout.plan().limits(), canary);
        if (against.isPresent()) {
            return new TakeBack(against.get());
        }
        String missing = names(canary, progress -> progress.stage() != Stage.ACTIVE);
        if (!missing.isEmpty()) {
            return new Wait("Waiting for " + missing + ".");
        }
        if (rollout.state() == State.CANARY) {
            return new Hold();
        }
        Instant end = rollout.holdUntil().orElse(now);
        if (now.isBefore(end)) {
            return new Wait("");
        }
        String silent = names(canary, progress -> progress.heardAt().isBefore(end));
        return silent.isEmpty() ? new Promote() : new Wait("The hold is over; waiting for word of " + silent + ".");
    }

    private static Optional<String> against(Limits limits, List<Progress> canary) {
        Figures sum = Figures.NONE;
        for (Progress progress : canary) {
            if (progress.stage() == Stage.REFUSED) {
                return Optional.of(progress.node() + " refused it: " + progress.problem());
            }
            if (progress.stage() == Stage.INCOMPATIBLE) {
                return Optional.of(progress.node() + " cannot take it: " + progress.problem());
            }
            Optional<String> passed = limits.passed(progress.figures());
            if (passed.isPresent()) {
                return Optional.of(progress.node() + " " + passed.get());
            }
            sum = sum.plus(progress.figures());
        }
        return limits.passed(sum).map(passed -> "the canary " + passed);
    }

    private static String names(List<Progress> canary, Predicate<Progress> which) {
        return canary.stream().filter(which).map(Progress::node).collect(Collectors.joining(", "));
    }

    private Judge() {}
}
