package dev.sluice.portal.pages;

import dev.sluice.master.config.ProductVersion;
import dev.sluice.master.enrollment.Membership;
import dev.sluice.master.member.History;
import dev.sluice.master.member.Member;
import dev.sluice.master.member.Members;
import dev.sluice.master.node.Commands;
import dev.sluice.master.node.Grouping;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.NodeUnreachableException;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.report.AccessRecords;
import jakarta.annotation.PostConstruct;
import jakarta.faces.model.SelectItem;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The nodes as they stand now, and what can be done with one. */
@Named
@ViewScoped
@SuppressWarnings("NullAway.Init") // the container calls show() before anybody sees the bean
public class NodesPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int EVENTS = 50;
    private static final List<SelectItem> DEADLINES = List.of(
            new SelectItem(0, "At once: cut what runs"),
            new SelectItem(30, "30 seconds"),
            new SelectItem(300, "5 minutes"),
            new SelectItem(1_800, "30 minutes"),
            new SelectItem(14_400, "4 hours"));

    @Inject
    transient Nodes nodes;

    @Inject
    transient Members members;

    @Inject
    transient History history;

    @Inject
    transient Policies policies;

    @Inject
    transient AccessRecords records;

    @Inject
    transient Commands commands;

    @Inject
    transient Grouping grouping;

    @Inject
    transient Membership membership;

    private final String version = ProductVersion.read();
    private transient List<Node> all = List.of();
    private transient List<NodeRow> rows = List.of();
    private transient NodeDetails details = NodeDetails.NONE;
    private transient PublishedPolicy head;
    private Instant now = Instant.EPOCH;

    private String text = "";
    private String state = "";
    private String group = "";

    /** The node whose details or dialog is open, empty for none. */
    private String chosen = "";

    private boolean detailed;
    private int deadline = 300;
    private String newGroup = "";

    /** Shows what is known now. */
    @PostConstruct
    public void show() {
        now = Instant.now();
        head = policies.head();
        all = Roster.of(nodes.all(), members.all(), head.revision());
        NodeFilter filter = filter();
        rows = all.stream().filter(filter::admits).map(this::row).toList();
        details = detailed ? find(chosen).map(this::details).orElse(NodeDetails.NONE) : NodeDetails.NONE;
    }

    private NodeFilter filter() {
        return new NodeFilter(text, state, group);
    }

    private NodeRow row(Node node) {
        return new NodeRow(node, version, now);
    }

    private NodeDetails details(Node node) {
        long stored = records.storedByNode().getOrDefault(node.id(), 0L);
        return NodeDetails.of(node, row(node), stored, history.of(node.id(), EVENTS));
    }

    private Optional<Node> find(String id) {
        return all.stream().filter(n -> n.id().equals(id)).findFirst();
    }

    /** Called when nodes have spoken. */
    public void refresh() {
        show();
    }

    public void clear() {
        text = "";
        state = "";
        group = "";
        show();
    }

    /** Opens the details of a node. */
    public void open(String id) {
        choose(id);
        detailed = true;
        show();
    }

    /** Begins something with a node that a dialog asks more about. */
    public void choose(String id) {
        chosen = id;
        newGroup = find(id).map(n -> n.member().group()).orElse("");
    }

    public void close() {
        detailed = false;
        show();
    }

    public void drain() {
        String within = deadline == 0 ? "What runs there is cut now." : "What runs there may go on until the deadline.";
        command("No new exchanges go to " + chosen + ". " + within, () -> {
            commands.drain(chosen, Duration.ofSeconds(deadline), Say.who());
        });
    }

    public void resume(String id) {
        command(id + " takes traffic again.", () -> commands.resume(id, Say.who()));
    }

    public void resync(String id) {
        command(id + " takes its policy anew.", () -> commands.resync(id, Say.who()));
    }

    private interface Deed {
        void run() throws NodeUnreachableException;
    }

    private void command(String done, Deed deed) {
        try {
            deed.run();
            Say.done(done);
        } catch (NodeUnreachableException e) {
            Say.error(String.valueOf(e.getMessage()));
        }
        show();
    }

    public void changeGroup() {
        String name = newGroup.strip();
        if (!Member.GROUP.matcher(name).matches()) {
            Say.at("grouping", "group", "A group is lower-case letters, digits and hyphens, at most 63.");
            return;
        }
        boolean known = grouping.put(chosen, name, Say.who());
        said(known, chosen + (name.isEmpty() ? " is in no group." : " is in group " + name + "."));
    }

    public void remove(String id) {
        said(membership.remove(id, Say.who()), id + " is removed from the cluster.");
    }

    public void readmit(String id) {
        said(membership.readmit(id, Say.who()), id + " may join again, with an activation key.");
    }

    private void said(boolean done, String sentence) {
        if (done) {
            Say.done(sentence);
        } else {
            Say.error("Somebody else was quicker; the page shows how it is now.");
        }
        show();
    }

    public List<NodeRow> getRows() {
        return rows;
    }

    public boolean isDetailed() {
        return details != NodeDetails.NONE;
    }

    /** Of the node that is open; of nobody while none is. */
    public NodeDetails getDetails() {
        return details;
    }

    public boolean isFiltered() {
        return !filter().equals(NodeFilter.ALL);
    }

    /** All that were not removed. */
    public long getCount() {
        return all.stream().filter(NodeFilter.ALL::admits).count();
    }

    public long getInSync() {
        return all.stream().filter(n -> n.status() == NodeStatus.IN_SYNC).count();
    }

    public long getTroubled() {
        return all.stream().filter(NodeFilter::needsAttention).count();
    }

    public String getHeadNumber() {
        return String.valueOf(head.revision().number());
    }

    public String getHeadHash() {
        return NodeRow.shortened(head.hash());
    }

    public String getFullHeadHash() {
        return head.hash();
    }

    public String getRate() {
        return Amounts.rate(sum(n -> n.rates().exchanges()));
    }

    public String getRunning() {
        return Amounts.count((long) sum(n -> n.status() == NodeStatus.OFFLINE
                ? 0
                : n.state().traffic().running() + n.state().traffic().tunnels()));
    }

    public String getWaiting() {
        return Amounts.count((long) sum(n -> n.state().records().spooled()));
    }

    private double sum(ToDoubleFunction<Node> what) {
        return all.stream().filter(NodeFilter.ALL::admits).mapToDouble(what).sum();
    }

    /** The states to choose from. */
    public List<SelectItem> getStates() {
        List<SelectItem> items = new ArrayList<>();
        items.add(new SelectItem(NodeFilter.TROUBLE, "Needs attention"));
        Arrays.stream(NodeStatus.values())
                .map(s -> new SelectItem(s.name(), StatusWords.of(s).word()))
                .forEach(items::add);
        return items;
    }

    /** The groups to choose from. */
    public List<SelectItem> getGroups() {
        List<SelectItem> items = new ArrayList<>();
        items.add(new SelectItem(NodeFilter.NO_GROUP, "In no group"));
        groupNames().forEach(g -> items.add(new SelectItem(g, g)));
        return items;
    }

    private List<String> groupNames() {
        return all.stream()
                .map(n -> n.member().group())
                .filter(g -> !g.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    public List<SelectItem> getDeadlines() {
        return DEADLINES;
    }

    /** The master's clock in milliseconds, for the ages that the page counts on by itself. */
    public long getNow() {
        return now.toEpochMilli();
    }

    public String getChosen() {
        return chosen;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public String getState() {
        return state;
    }

    /** A menu hands its empty choice over as null. */
    public void setState(@Nullable String state) {
        this.state = Objects.requireNonNullElse(state, "");
    }

    public String getGroup() {
        return group;
    }

    /** A menu hands its empty choice over as null. */
    public void setGroup(@Nullable String group) {
        this.group = Objects.requireNonNullElse(group, "");
    }

    public int getDeadline() {
        return deadline;
    }

    public void setDeadline(int deadline) {
        this.deadline = deadline;
    }

    public String getNewGroup() {
        return newGroup;
    }

    public void setNewGroup(String newGroup) {
        this.newGroup = newGroup;
    }
}
