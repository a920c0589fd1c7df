package dev.sluice.cli.remote;

import dev.sluice.cli.cluster.Problem;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a revision is rolled out: to all at once, or to a few nodes first. */
final class RolloutArguments {
    @Option(
            names = "--canary",
            paramLabel = "NODES",
            description =
                    "Send it first to some nodes: a number (1), a share (25%%), group:NAME, or nodes:A,B. Needs --hold.")
    private Optional<String> canary = Optional.empty();

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            description = "How long the canary must do well before all get it, such as 30s or 10m.")
    private Optional<String> hold = Optional.empty();

    @Option(
            names = "--max-errors",
            paramLabel = "SHARE",
            description = "Go back when a canary fails more than this share of its exchanges, such as 5%%.")
    private Optional<String> errors = Optional.empty();

    @Option(
            names = "--max-blocked",
            paramLabel = "SHARE",
            description = "Go back when a canary blocks more than this share of its exchanges.")
    private Optional<String> blocked = Optional.empty();

    @Option(
            names = "--max-latency",
            paramLabel = "MILLIS",
            description = "Go back when a canary's mean time to the first byte is over this, in milliseconds.")
    private Optional<Integer> latency = Optional.empty();

    /** What the master is asked for, or empty for all at once. */
    Optional<JsonObject> wish() {
        if (canary.isEmpty()) {
            if (hold.isPresent() || errors.isPresent() || blocked.isPresent() || latency.isPresent()) {
                throw new Problem("There is no --canary that this could hold for.", "Add --canary 1, or leave it out.");
            }
            return Optional.empty();
        }
        String time = hold.orElseThrow(() ->
                new Problem("--canary needs to know how long to wait before all nodes get it.", "Add --hold 30s."));
        JsonObjectBuilder wish = Json.createObjectBuilder()
                .add("canary", canary.get())
                .add("hold", Durations.parse("--hold", time).toString());
        errors.ifPresent(share -> wish.add("maxErrorRate", share("--max-errors", share)));
        blocked.ifPresent(share -> wish.add("maxBlockRate", share("--max-blocked", share)));
        latency.ifPresent(millis -> wish.add("maxLatencyMillis", millis));
        return Optional.of(wish.build());
    }

    private static double share(String option, String text) {
        if (text.matches("\\d{1,3}(\\.\\d+)?%")) {
            double percent = Double.parseDouble(text.substring(0, text.length() - 1));
            if (percent <= 100) {
                return percent / 100;
            }
        }
        throw new Problem(option + " is \"" + text + "\", which is no share.", "Write it as 5% or 0.5%.");
    }
}
