package dev.sluice.portal.rest;

import dev.sluice.master.rollout.Canary;
import dev.sluice.master.rollout.Figures;
import dev.sluice.master.rollout.Limits;
import dev.sluice.master.rollout.Plan;
import dev.sluice.master.rollout.Progress;
import dev.sluice.master.rollout.Rollout;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Rollouts as JSON. */
final class RolloutJson {
    private static final Set<String> FIELDS =
            Set.of("canary", "hold", "maxErrorRate", "maxBlockRate", "maxLatencyMillis");
    private static final String CANARY =
            "Say who gets it first: a number of nodes (1), a share (25%), group:NAME, or nodes:A,B.";
    private static final String HOLD = "Say how long the canary must do well before all get it, such as PT30S.";
    private static final long LONGEST_LATENCY = Duration.ofMinutes(10).toMillis();

    /** What a publication asks for; empty for all nodes at once. */
    static Optional<Plan> plan(Body publication) {
        return publication.part("rollout", FIELDS).map(RolloutJson::read);
    }

    private static Plan read(Body rollout) {
        return new Plan(
                canary(rollout),
                rollout.duration("hold", Duration.ZERO, Plan.LONGEST_HOLD)
                        .orElseThrow(() -> rollout.wrongIn("hold", HOLD)),
                new Limits(
                        rollout.share("maxErrorRate"),
                        rollout.share("maxBlockRate"),
                        rollout.number("maxLatencyMillis", 1, LONGEST_LATENCY)));
    }

    private static Canary canary(Body rollout) {
        try {
            return new Canary(rollout.text("canary", CANARY, Pattern.compile(".+")));
        } catch (IllegalArgumentException e) {
            throw rollout.wrongIn("canary", CANARY);
        }
    }

    static JsonObjectBuilder summary(Rollout rollout) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("epoch", rollout.revision().epoch())
                .add("number", rollout.revision().number())
                .add("base", rollout.base().number())
                .add("state", rollout.state().name())
                .add("reason", rollout.reason())
                .add("askedBy", rollout.askedBy())
                .add("startedAt", rollout.startedAt().toString())
                .add("canary", rollout.plan().canary().text())
                .add("hold", rollout.plan().hold().toString());
        Limits limits = rollout.plan().limits();
        limits.maxErrorRate().ifPresent(rate -> json.add("maxErrorRate", rate));
        limits.maxBlockRate().ifPresent(rate -> json.add("maxBlockRate", rate));
        limits.maxLatencyMillis().ifPresent(millis -> json.add("maxLatencyMillis", millis));
        rollout.heldSince().ifPresent(at -> json.add("heldSince", at.toString()));
        rollout.holdUntil().ifPresent(at -> json.add("holdUntil", at.toString()));
        rollout.endedAt().ifPresent(at -> json.add("endedAt", at.toString()));
        rollout.back().ifPresent(number -> json.add("back", number));
        return json;
    }

    /** With what the canary's nodes do. */
    static JsonObjectBuilder full(Rollout rollout, List<Progress> canary) {
        JsonArrayBuilder nodes = Json.createArrayBuilder();
        canary.forEach(progress -> nodes.add(node(progress)));
        return summary(rollout).add("nodes", nodes);
    }

    private static JsonObjectBuilder node(Progress progress) {
        Figures figures = progress.figures();
        return Json.createObjectBuilder()
                .add("id", progress.node())
                .add("stage", progress.stage().name())
                .add("problem", progress.problem())
                .add("exchanges", figures.exchanges())
                .add("blocked", figures.blocked())
                .add("failed", figures.failed())
                .add("latencyMillis", Math.round(figures.latencyMillis() * 10) / 10.0);
    }

    private RolloutJson() {}
}
