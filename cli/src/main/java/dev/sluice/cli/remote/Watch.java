package dev.sluice.cli.remote;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Follows a published revision until every node that is there enforces it, one refused it, or the time is over. */
final class Watch {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Portal portal;
    private final PrintWriter out;
    private final PrintWriter err;
    private String said = "";

    Watch(Portal portal, PrintWriter out, PrintWriter err) {
        this.portal = portal;
        this.out = out;
        this.err = err;
    }

    /** Returns whether all nodes enforce it. */
    boolean follow(JsonObject published, Duration limit) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        String revision = published.getInt("epoch") + "." + published.getInt("number");
        while (Instant.now().isBefore(end)) {
            JsonObject rollout = portal.get("policy/rollouts/current");
            if (isRunning(rollout)) {
                tell("Rollout: " + rollout.getString("state").toLowerCase(java.util.Locale.ROOT));
                end = Instant.now().plus(limit);
            } else if (isTakenBack(rollout, published)) {
                err.println("Taken back: " + rollout.getString("reason", ""));
                return false;
            } else if (isEverywhere(revision)) {
                out.println("Every node enforces " + revision + ".");
                return true;
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        err.println("Not every node enforces " + revision + "; see ./sluice node list");
        return false;
    }

    private static boolean isRunning(JsonObject rollout) {
        return List.of("CANARY", "HOLD").contains(rollout.getString("state", ""));
    }

    private static boolean isTakenBack(JsonObject rollout, JsonObject published) {
        return rollout.getString("state", "").equals("ROLLED_BACK")
                && rollout.getInt("number", 0) == published.getInt("number");
    }

    private boolean isEverywhere(String revision) {
        List<NodeView> waiting = new ArrayList<>();
        for (JsonObject json : portal.list("nodes").getValuesAs(JsonObject.class)) {
            NodeView node = new NodeView(json);
            if (node.isMember()
                    && !node.status().equals("OFFLINE")
                    && !node.revision().equals(revision)) {
                waiting.add(node);
            }
        }
        if (!waiting.isEmpty()) {
            tell("Waiting for " + waiting.stream().map(NodeView::id).collect(Collectors.joining(", ")));
        }
        return waiting.isEmpty();
    }

    private void tell(String line) {
        if (!line.equals(said)) {
            said = line;
            out.println(line);
            out.flush();
        }
    }
}
