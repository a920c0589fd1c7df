package dev.sluice.portal.pages;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.ClockReading;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.Warning;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One node in words, as the table shows it. What is not known is empty. */
public final class NodeRow {
    private static final Set<NodeStatus> OUT_OF_REACH = EnumSet.of(NodeStatus.OFFLINE, NodeStatus.REMOVED);
    private static final int SHORT_HASH = 8;

    private final Node node;
    private final String masterVersion;
    private final Instant now;

    NodeRow(Node node, String masterVersion, Instant now) {
        this.node = node;
        this.masterVersion = masterVersion;
        this.now = now;
    }

    // --- who it is

    public String getId() {
        return node.id();
    }

    public String getGroup() {
        return node.member().group();
    }

    public String getProxyAddress() {
        return node.state().proxyAddress();
    }

    public String getVersion() {
        return node.state().version();
    }

    public boolean isHeard() {
        return Roster.hasSpoken(node);
    }

    public String getHeardAt() {
        return node.heardAt().toString();
    }

    public long getHeardAtMillis() {
        return node.heardAt().toEpochMilli();
    }

    public String getHeardAgo() {
        return Amounts.ago(Duration.between(node.heardAt(), now));
    }

    // --- how it stands

    public StatusWords getStatus() {
        return StatusWords.of(node.status());
    }

    public String getReadiness() {
        if (!isHeard()) {
            return "has not spoken yet";
        }
        if (isOutOfReach()) {
            return "";
        }
        return node.state().ready() ? "takes traffic" : "not ready for traffic";
    }

    public String getRevision() {
        Revision active = node.state().active();
        return active.equals(Revision.NONE) ? "no policy" : "revision " + active.number();
    }

    public String getHash() {
        return shortened(node.state().hash());
    }

    public String getFullHash() {
        return node.state().hash();
    }

    /** How far behind what it should enforce. */
    public String getLag() {
        Revision active = node.state().active();
        if (!isHeard() || node.status() == NodeStatus.REMOVED || active.equals(node.target())) {
            return "";
        }
        if (active.isNewerThan(node.target())) {
            return "ahead of revision " + node.target().number();
        }
        long missing = node.target().number() - active.number();
        String what = missing == 1 ? "1 revision" : Amounts.count(missing) + " revisions";
        return what + " behind for " + Amounts.span(node.lag());
    }

    /** Why it does not enforce what it should. */
    public String getRejection() {
        return node.state().rejected().map(NodeRow::rejection).orElseGet(node::incompatibility);
    }

    private static String rejection(NodeState.Rejection rejection) {
        String where = rejection.path().isEmpty() ? "" : rejection.path() + ": ";
        return "Refused revision " + rejection.revision().number() + ": " + where + rejection.problem();
    }

    // --- what it does now

    public String getRate() {
        return Amounts.rate(node.rates().exchanges());
    }

    public String getRunning() {
        return Amounts.count(node.state().traffic().running());
    }

    public String getTunnels() {
        return Amounts.count(node.state().traffic().tunnels());
    }

    public String getSpooled() {
        return Amounts.count(node.state().records().spooled());
    }

    /** Empty when none was. */
    public String getDropped() {
        long dropped = node.state().records().dropped();
        return dropped == 0 ? "" : Amounts.count(dropped) + " records dropped";
    }

    // --- its clock, its certificate and its troubles

    public String getClock() {
        return node.state().clock().map(NodeRow::clock).orElse("");
    }

    static String clock(ClockReading reading) {
        Duration offset = reading.offset();
        if (offset.abs().toMillis() == 0) {
            return "in step";
        }
        return Amounts.duration(offset.abs()) + (offset.isNegative() ? " ahead" : " behind");
    }

    public String getCertificate() {
        return node.state()
                .membership()
                .certificateEnds()
                .map(end -> Amounts.until(Duration.between(now, end)))
                .orElse("");
    }

    public String getCertificateEnds() {
        return node.state()
                .membership()
                .certificateEnds()
                .map(Instant::toString)
                .orElse("");
    }

    /** A sentence for each; the last error as the node said it. */
    public List<String> getWarnings() {
        return node.warnings().stream().sorted().map(this::sentence).toList();
    }

    private String sentence(Warning warning) {
        return switch (warning) {
            case CLOCK -> "Its clock is " + getClock() + ".";
            case VERSION -> "Runs version " + getVersion() + ", the master " + masterVersion + ".";
            case CERTIFICATE -> "Its certificate was not renewed.";
            case ERROR -> node.state().error();
        };
    }

    // --- what can be done with it

    public boolean isDrainable() {
        return !isOutOfReach() && node.state().service() == Service.SERVING;
    }

    public boolean isResumable() {
        return !isOutOfReach() && node.state().service() != Service.SERVING;
    }

    public boolean isReachable() {
        return !isOutOfReach();
    }

    public boolean isRemoved() {
        return node.status() == NodeStatus.REMOVED;
    }

    private boolean isOutOfReach() {
        return OUT_OF_REACH.contains(node.status());
    }

    static String shortened(String hash) {
        return hash.substring(0, Math.min(SHORT_HASH, hash.length()));
    }
}
