package dev.sluice.portal.pages;

import dev.sluice.master.rollout.Canary;
import dev.sluice.master.rollout.Limits;
import dev.sluice.master.rollout.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How the draft is to be published, as typed. */
public class PublishForm {
    private static final String PERCENT = "[0-9]{1,3}([.,][0-9]{1,3})?";

    private boolean canary;
    private String kind = "number";
    private String first = "1";
    private int holdSeconds = 600;
    private String failed = "5";
    private String blocked = "";
    private String latency = "";
    private String comment = "";

    /** @param field empty for no field in particular */
    record Mistake(String field, String sentence) {}

    /** What is wrong with it; empty when {@link #plan} can be called. */
    List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        if (canary) {
            try {
                canaryText();
            } catch (IllegalArgumentException e) {
                mistakes.add(new Mistake("first", sentence()));
            }
            check(mistakes, "failed", failed, PERCENT, f -> percent(f).orElse(0.0) <= 1, "Type a share from 0 to 100.");
            check(
                    mistakes,
                    "blocked",
                    blocked,
                    PERCENT,
                    f -> percent(f).orElse(0.0) <= 1,
                    "Type a share from 0 to 100.");
            check(mistakes, "latency", latency, "[1-9][0-9]{0,5}", f -> true, "Type a number of milliseconds from 1.");
        }
        return mistakes;
    }

    private static void check(
            List<Mistake> mistakes,
            String field,
            String value,
            String form,
            Function<String, Boolean> holds,
            String sentence) {
        String typed = value.strip();
        if (!typed.isEmpty() && !(typed.matches(form) && holds.apply(typed))) {
            mistakes.add(new Mistake(field, sentence));
        }
    }

    private String sentence() {
        return switch (kind) {
            case "share" -> "Type a share from 1 to 100.";
            case "group" -> "Name a group.";
            case "nodes" -> "Name at least one node.";
            default -> "Type a number of nodes from 1.";
        };
    }

    /** Who gets it first; empty for all at once. */
    Optional<Plan> plan() {
        if (!canary) {
            return Optional.empty();
        }
        Limits limits = new Limits(
                percent(failed),
                percent(blocked),
                latency.isBlank() ? Optional.empty() : Optional.of(Long.valueOf(latency.strip())));
        return Optional.of(new Plan(canaryText(), Duration.ofSeconds(holdSeconds), limits));
    }

    private Canary canaryText() {
        String typed = first.strip();
        return new Canary(
                switch (kind) {
                    case "share" -> typed.replaceFirst("\\s*%$", "") + "%";
                    case "group" -> "group:" + typed;
                    case "nodes" -> "nodes:" + String.join(",", Lines.values(typed));
                    default -> typed;
                });
    }

    private static Optional<Double> percent(String typed) {
        return typed.isBlank()
                ? Optional.empty()
                : Optional.of(Double.parseDouble(typed.strip().replace(',', '.')) / 100);
    }

    public boolean isCanary() {
        return canary;
    }

    public void setCanary(boolean canary) {
        this.canary = canary;
    }

    public String getKind() {
        return kind;
    }

    public void setKind(String kind) {
        this.kind = kind;
    }

    public String getFirst() {
        return first;
    }

    public void setFirst(String first) {
        this.first = first;
    }

    public int getHoldSeconds() {
        return holdSeconds;
    }

    public void setHoldSeconds(int holdSeconds) {
        this.holdSeconds = holdSeconds;
    }

    public String getFailed() {
        return failed;
    }

    public void setFailed(String failed) {
        this.failed = failed;
    }

    public String getBlocked() {
        return blocked;
    }

    public void setBlocked(String blocked) {
        this.blocked = blocked;
    }

    public String getLatency() {
        return latency;
    }

    public void setLatency(String latency) {
        this.latency = latency;
    }

    public String getComment() {
        return comment;
    }

    public void setComment(String comment) {
        this.comment = comment;
    }
}
