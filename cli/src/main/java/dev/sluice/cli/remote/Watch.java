package dev.sluice.cli.remote;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Follows a published revision until every node that is there enforces it, one will not, it is taken back, or the time is over. */
final class Watch {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Set<String> RUNNING = Set.of("CANARY", "HOLD");
    private static final Set<String> TAKEN_BACK = Set.of("ROLLED_BACK", "ABORTED");

    /** The states of a node that mean that it will not enforce what it was sent. */
    private static final Set<String> NEVER = Set.of("REJECTED", "INCOMPATIBLE");

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
            String stage = rollout.getInt("number", 0) == published.getInt("number") ? rollout.getString("state") : "";
            if (RUNNING.contains(stage)) {
                tell("Rollout: " + stage.toLowerCase(Locale.ROOT));
                end = Instant.now().plus(limit);
            } else if (TAKEN_BACK.contains(stage)) {
                err.println("Revision " + revision + " was taken back: " + rollout.getString("reason", ""));
                return false;
            } else {
                List<NodeView> others = others(revision);
                if (others.isEmpty()) {
                    out.println("Every node enforces " + revision + ".");
                    return true;
                }
                List<NodeView> never = others.stream().filter(Watch::neverWill).toList();
                if (!never.isEmpty()) {
                    never.forEach(node -> err.println(node.id() + " does not take it: " + node.remark()));
                    return false;
                }
                tell("Waiting for " + others.stream().map(NodeView::id).collect(Collectors.joining(", ")));
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        err.println("Not every node enforces " + revision + "; see ./sluice node list");
        return false;
    }

    /** The nodes that are there and enforce something else. */
    private List<NodeView> others(String revision) {
        return portal.list("nodes").getValuesAs(JsonObject.class).stream()
                .map(NodeView::new)
                .filter(node -> node.isMember()
                        && !node.status().equals("OFFLINE")
                        && !node.revision().equals(revision))
                .toList();
    }

    private static boolean neverWill(NodeView node) {
        return NEVER.contains(node.status());
    }

    private void tell(String line) {
        if (!line.equals(said)) {
            said = line;
            out.println(line);
            out.flush();
        }
    }
}
