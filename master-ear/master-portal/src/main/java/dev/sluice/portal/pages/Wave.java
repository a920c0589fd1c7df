package dev.sluice.portal.pages;

import dev.sluice.master.rollout.Figures;
import dev.sluice.master.rollout.Limits;
import dev.sluice.master.rollout.Progress;
import dev.sluice.master.rollout.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A rollout in words: where it is, and how its canary does.
 *
 * @param style {@code info}, {@code ok}, {@code bad} or {@code warn}
 * @param holdEndMillis when the hold ends, 0 when it has not begun
 */
public record Wave(
        boolean underWay,
        String style,
        String headline,
        String reason,
        String terms,
        long number,
        long base,
        long holdEndMillis,
        String holdLeft,
        List<CanaryNode> nodes) {
    static final Wave NONE = new Wave(false, "info", "", "", "", 0, 0, 0, "", List.of());

    public Wave {
        nodes = List.copyOf(nodes);
    }

    /** One node of the canary, and what it counted since it enforces the revision. */
    public record CanaryNode(
            String id,
            String stage,
            String style,
            String exchanges,
            String failed,
            String blocked,
            String latency,
            String problem) {}

    static Wave of(Rollout rollout, List<Progress> progress, Instant now) {
        boolean holding = rollout.state() == Rollout.State.HOLD;
        Instant end = holding ? rollout.holdUntil().orElse(Instant.EPOCH) : Instant.EPOCH;
        return new Wave(
                rollout.state().isUnderWay(),
                style(rollout.state()),
                headline(rollout),
                rollout.reason(),
                terms(rollout),
                rollout.revision().number(),
                rollout.base().number(),
                end.toEpochMilli(),
                holding ? Amounts.span(Duration.between(now, end)) : "",
                progress.stream().map(Wave::node).toList());
    }

    static String style(Rollout.State state) {
        return switch (state) {
            case CANARY, HOLD -> "info";
            case DONE -> "ok";
            case ROLLED_BACK -> "bad";
            case ABORTED -> "warn";
        };
    }

    private static String headline(Rollout rollout) {
        String revision = "Revision " + rollout.revision().number();
        return switch (rollout.state()) {
            case CANARY ->
                "Wave 1 of 2: the canary takes revision " + rollout.revision().number() + ".";
            case HOLD ->
                "Wave 1 of 2: the canary enforces revision "
                        + rollout.revision().number() + " and is watched.";
            case DONE -> revision + " went to all nodes.";
            case ROLLED_BACK -> revision + " was taken back.";
            case ABORTED -> revision + " was aborted.";
        };
    }

    private static String terms(Rollout rollout) {
        List<String> limits = new ArrayList<>();
        Limits set = rollout.plan().limits();
        set.maxErrorRate().ifPresent(rate -> limits.add("more than " + percent(rate) + " of exchanges fail"));
        set.maxBlockRate().ifPresent(rate -> limits.add("more than " + percent(rate) + " are blocked"));
        set.maxLatencyMillis().ifPresent(millis -> limits.add("the first byte takes more than " + millis + " ms"));
        String hold = "Holds for " + Amounts.duration(rollout.plan().hold()) + "; goes back when a node refuses it";
        return limits.isEmpty() ? hold + "." : hold + ", or when " + String.join(", or ", limits) + ".";
    }

    private static CanaryNode node(Progress progress) {
        Figures figures = progress.figures();
        return new CanaryNode(
                progress.node(),
                stage(progress.stage()),
                stageStyle(progress.stage()),
                Amounts.count(figures.exchanges()),
                percent(figures.errorRate()),
                percent(figures.blockRate()),
                figures.answered() == 0 ? "" : Math.round(figures.latencyMillis()) + " ms",
                progress.problem());
    }

    private static String stage(Progress.Stage stage) {
        return switch (stage) {
            case ABSENT -> "Not there";
            case WAITING -> "Waiting";
            case ACTIVE -> "Enforces it";
            case INCOMPATIBLE -> "Incompatible";
            case REFUSED -> "Refused it";
        };
    }

    private static String stageStyle(Progress.Stage stage) {
        return switch (stage) {
            case ABSENT -> "off";
            case WAITING -> "wait";
            case ACTIVE -> "ok";
            case INCOMPATIBLE, REFUSED -> "bad";
        };
    }

    /** {@code 0 %}, {@code 0.4 %}, {@code 12 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", share * 100).replaceFirst("\\.0$", "") + " %";
    }
}
