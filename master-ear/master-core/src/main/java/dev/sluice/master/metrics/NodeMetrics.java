package dev.sluice.master.metrics;

import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.node.Warning;
import dev.sluice.master.report.NodeAccount;
import dev.sluice.metrics.Exposition;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The slaves, as the master knows them. A label names a node, so there are as many values as nodes; the removed are left out. */
@Dependent
class NodeMetrics {
    private static final List<String> NODE = List.of("node");

    private final Nodes nodes;
    private final Store store;

    @Inject
    NodeMetrics(Nodes nodes, Store store) {
        this.nodes = nodes;
        this.store = store;
    }

    void tell(Exposition to) {
        all(to);
        each(to);
        to.gauges(
                        "sluice_master_node_records",
                        "Access records by where they are, over the node's life; looked at every ten seconds.",
                        List.of("node", "state"),
                        values -> store.seen().accounts().forEach(account -> account(account, values)))
                .gauge(
                        "sluice_master_enrollments_pending",
                        "Requests to join that wait for a person.",
                        () -> store.seen().pending());
    }

    private void all(Exposition to) {
        to.gauges("sluice_master_nodes", "Nodes by what the master can say of them.", List.of("status"), values -> {
                    List<Node> all = nodes.all();
                    for (NodeStatus status : NodeStatus.values()) {
                        values.is(
                                all.stream()
                                        .filter(node -> node.status() == status)
                                        .count(),
                                word(status));
                    }
                })
                .gauges("sluice_master_node_warnings", "Nodes with a warning.", List.of("warning"), values -> {
                    List<Node> members = members().toList();
                    for (Warning warning : Warning.values()) {
                        values.is(
                                members.stream()
                                        .filter(node -> node.warnings().contains(warning))
                                        .count(),
                                word(warning));
                    }
                })
                .times(
                        "sluice_master_policy_activation_seconds",
                        "Times from a revision's publication, or a node's coming after it, until the node enforced it.",
                        nodes.activationTimes());
    }

    private void each(Exposition to) {
        gauge(
                to,
                "sluice_master_node_online",
                "0 when nothing was heard for three heartbeats.",
                (node, values) -> values.is(node.status() == NodeStatus.OFFLINE ? 0 : 1, node.id()));
        gauge(
                to,
                "sluice_master_node_in_sync",
                "1 when it enforces what it should.",
                (node, values) -> values.is(node.status() == NodeStatus.IN_SYNC ? 1 : 0, node.id()));
        gauge(
                to,
                "sluice_master_node_policy_revision",
                "What it enforces, 0 for nothing.",
                (node, values) -> values.is(node.state().active().number(), node.id()));
        gauge(
                to,
                "sluice_master_node_policy_lag_seconds",
                "For how long it lacks what it should enforce.",
                (node, values) -> values.is(seconds(node.lag()), node.id()));
        gauge(
                to,
                "sluice_master_node_clock_offset_seconds",
                "What must be added to its clock to have the master's, once measured.",
                (node, values) ->
                        node.state().clock().ifPresent(reading -> values.is(seconds(reading.offset()), node.id())));
        gauge(
                to,
                "sluice_master_node_certificate_ends_timestamp_seconds",
                "When its certificate runs out, in seconds since 1970.",
                (node, values) -> node.state()
                        .membership()
                        .certificateEnds()
                        .ifPresent(ends -> values.is(ends.getEpochSecond(), node.id())));
    }

    private void gauge(Exposition to, String name, String help, BiConsumer<Node, Exposition.Values> value) {
        to.gauges(name, help, NODE, values -> members().forEach(node -> value.accept(node, values)));
    }

    private Stream<Node> members() {
        return nodes.all().stream().filter(node -> node.status() != NodeStatus.REMOVED);
    }

    private static void account(NodeAccount account, Exposition.Values values) {
        values.is(account.generated(), account.node(), "generated");
        values.is(account.applied(), account.node(), "applied");
        values.is(account.spooled(), account.node(), "spooled");
        values.is(account.dropped(), account.node(), "dropped");
        values.is(account.damaged(), account.node(), "damaged");
        values.is(account.lost(), account.node(), "lost");
        values.is(account.unaccounted(), account.node(), "unaccounted");
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
