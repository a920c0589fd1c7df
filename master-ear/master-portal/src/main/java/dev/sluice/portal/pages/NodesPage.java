package dev.sluice.portal.pages;

import dev.sluice.jms.NodeState;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.policy.model.Revision;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What every slave says of itself, against the head. */
@Named
@RequestScoped
@SuppressWarnings("NullAway.Init") // the container calls show() before anybody sees the bean
public class NodesPage {
    @Inject
    Nodes nodes;

    @Inject
    Policies policies;

    @Inject
    AccessRecords records;

    private List<Node> all = List.of();
    private List<NodeRow> rows = List.of();
    private PublishedPolicy head;
    private Instant now = Instant.EPOCH;

    /** One line of the table, all in words. */
    public record NodeRow(
            String id,
            String proxyAddress,
            String version,
            String status,
            String style,
            String readiness,
            String heardAt,
            long heardAtMillis,
            String heardAgo,
            String revision,
            String hash,
            String rejection,
            String exchanges,
            String applied,
            String spooled,
            String dropped) {}

    @PostConstruct
    void show() {
        now = Instant.now();
        head = policies.head();
        all = nodes.all();
        Map<String, Long> stored = records.storedByNode();
        rows = all.stream().map(n -> row(n, stored.getOrDefault(n.id(), 0L))).toList();
    }

    /** Nothing is kept between requests, so there is nothing to do. */
    public void refresh() {}

    private NodeRow row(Node node, long stored) {
        NodeState state = node.state();
        return new NodeRow(
                node.id(),
                state.proxyAddress(),
                state.version(),
                status(node.status()),
                style(node.status()),
                readiness(node),
                node.heardAt().toString(),
                node.heardAt().toEpochMilli(),
                Amounts.ago(Duration.between(node.heardAt(), now)),
                state.active().equals(Revision.NONE)
                        ? "none"
                        : String.valueOf(state.active().number()),
                shortHash(state.hash()),
                state.rejected().map(NodesPage::rejection).orElse(""),
                Amounts.count(state.exchanges()),
                Amounts.count(stored),
                Amounts.count(state.records().spooled()),
                Amounts.count(state.records().dropped()));
    }

    static String status(NodeStatus status) {
        return switch (status) {
            case IN_SYNC -> "In sync";
            case PENDING -> "Pending";
            case REJECTED -> "Rejected";
            case STALE -> "Stale";
            case OFFLINE -> "Offline";
            case INCOMPATIBLE -> "Incompatible";
            case DRAINING -> "Draining";
            case DRAINED -> "Drained";
            case REMOVED -> "Removed";
        };
    }

    private static String style(NodeStatus status) {
        return switch (status) {
            case IN_SYNC -> "ok";
            case PENDING, DRAINING -> "wait";
            case REJECTED, STALE, INCOMPATIBLE -> "bad";
            case OFFLINE, DRAINED, REMOVED -> "off";
        };
    }

    private static String readiness(Node node) {
        if (node.status() == NodeStatus.OFFLINE) {
            return "not heard of";
        }
        return node.state().ready() ? "takes traffic" : "not ready for traffic";
    }

    private static String rejection(NodeState.Rejection rejection) {
        String where = rejection.path().isEmpty() ? "" : rejection.path() + ": ";
        return "Refused revision " + rejection.revision().number() + ": " + where + rejection.problem();
    }

    private static String shortHash(String hash) {
        return hash.substring(0, Math.min(8, hash.length()));
    }

    public List<NodeRow> getRows() {
        return rows;
    }

    public int getCount() {
        return all.size();
    }

    public long getInSync() {
        return all.stream().filter(n -> n.status() == NodeStatus.IN_SYNC).count();
    }

    public String getHeadNumber() {
        return String.valueOf(head.revision().number());
    }

    public String getHeadHash() {
        return shortHash(head.hash());
    }

    public String getExchanges() {
        return Amounts.count(all.stream().mapToLong(n -> n.state().exchanges()).sum());
    }

    public String getWaiting() {
        return Amounts.count(
                all.stream().mapToLong(n -> n.state().records().spooled()).sum());
    }

    /** The master's clock in milliseconds, for the ages that the page counts on by itself. */
    public long getNow() {
        return now.toEpochMilli();
    }
}
