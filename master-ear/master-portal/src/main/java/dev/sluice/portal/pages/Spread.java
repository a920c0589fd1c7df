package dev.sluice.portal.pages;

import dev.sluice.jms.NodeState;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.policy.model.Revision;
import java.util.List;

/**
 * How far a published revision has come.
 *
 * @param style {@code info}, {@code ok} or {@code bad}
 * @param icon a PrimeIcons class
 */
public record Spread(boolean shown, String style, String icon, String headline, List<Progress> nodes) {
    static final Spread NONE = new Spread(false, "info", "", "", List.of());

    /** One node's part in it. */
    public record Progress(String id, String style, String words) {}

    static Spread of(PublishedPolicy published, PublishedPolicy head, List<Node> all) {
        long number = published.revision().number();
        if (head.revision().isNewerThan(published.revision())) {
            return new Spread(
                    true,
                    "info",
                    "pi-info-circle",
                    "Revision " + number + " was followed by revision "
                            + head.revision().number() + ".",
                    List.of());
        }
        List<Progress> nodes =
                all.stream().map(n -> progress(n, published.revision())).toList();
        return summed(number, nodes);
    }

    private static Spread summed(long number, List<Progress> nodes) {
        if (nodes.isEmpty()) {
            String headline =
                    "Revision " + number + " is published. No slave has reported yet; each gets it when it does.";
            return new Spread(true, "info", "pi-info-circle", headline, nodes);
        }
        long done = nodes.stream().filter(n -> n.style().equals("ok")).count();
        if (done == nodes.size()) {
            String all = nodes.size() == 1 ? "the one node" : "all " + nodes.size() + " nodes";
            return new Spread(
                    true, "ok", "pi-check-circle", "Revision " + number + " is enforced on " + all + ".", nodes);
        }
        String headline = "Revision " + number + " is enforced on " + done + " of " + nodes.size() + " nodes.";
        if (nodes.stream().anyMatch(n -> n.style().equals("bad"))) {
            return new Spread(true, "bad", "pi-exclamation-circle", headline, nodes);
        }
        return new Spread(true, "info", "pi-spin pi-spinner", headline, nodes);
    }

    private static Progress progress(Node node, Revision published) {
        NodeStatus status = node.status();
        if (!node.target().equals(published) && status != NodeStatus.REMOVED) {
            return new Progress(node.id(), "off", "is not in the canary; keeps " + revision(node.state()));
        }
        return switch (status) {
            case IN_SYNC -> new Progress(node.id(), "ok", "in sync");
            case REJECTED -> new Progress(node.id(), "bad", "refused it: " + rejection(node.state()));
            case OFFLINE -> new Progress(node.id(), "off", "is offline; gets it when it returns");
            case INCOMPATIBLE -> new Progress(node.id(), "bad", "speaks another version of the protocol");
            case STALE -> new Progress(node.id(), "bad", "does not take it; still at " + revision(node.state()));
            case REMOVED -> new Progress(node.id(), "off", "was removed");
            case DRAINING, DRAINED -> new Progress(node.id(), "off", "is drained");
            case PENDING ->
                new Progress(
                        node.id(),
                        "wait",
                        node.state().active().equals(published) ? "checking" : "still at " + revision(node.state()));
        };
    }

    private static String rejection(NodeState state) {
        return state.rejected()
                .map(r -> r.path().isEmpty() ? r.problem() : r.path() + ": " + r.problem())
                .orElse("");
    }

    private static String revision(NodeState state) {
        return state.active().equals(Revision.NONE)
                ? "no policy"
                : "revision " + state.active().number();
    }
}
