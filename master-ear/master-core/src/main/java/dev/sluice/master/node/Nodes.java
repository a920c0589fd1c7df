package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.config.ProductVersion;
import dev.sluice.master.enrollment.Liveness;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.Member;
import dev.sluice.master.member.Members;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.push.PolicyPush;
import dev.sluice.master.rollout.Targets;
import dev.sluice.metrics.TimeCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry of slaves. Its one writer is the listener of node states. Safe for any thread.
 *
 * <p>States are written down a moment later, many at once: they are kept only so that a restarted master lists its nodes.
 */
@ApplicationScoped
public class Nodes implements Liveness {
    private final NodeRows rows;
    private final Members members;
    private final Targets targets;
    private final PolicyPush push;
    private final Changes changes;
    private final Clock clock;
    private final Warnings warnings;
    private final Map<String, Heard> byId = new ConcurrentHashMap<>();
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();
    private final TimeCounts activationTimes = new TimeCounts();
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Nodes() {
        this.rows = null;
        this.members = null;
        this.targets = null;
        this.push = null;
        this.changes = null;
        this.clock = null;
        this.warnings = null;
    }

    @Inject
    Nodes(
            NodeRows rows,
            Members members,
            Targets targets,
            PolicyPush push,
            Changes changes,
            MasterConfig config,
            Clock clock) {
        this.rows = rows;
        this.members = members;
        this.targets = targets;
        this.push = push;
        this.changes = changes;
        this.clock = clock;
        this.warnings = new Warnings(config.joining(), ProductVersion.read());
    }

    /** Reads the nodes that were known before. Called once at the start. */
    public void start() {
        rows.read().forEach(heard -> byId.putIfAbsent(heard.state().node(), heard));
    }

    /** All nodes by id: also those that were removed, and those that joined and were not heard of yet. */
    public List<Node> all() {
        return Stream.concat(
                        byId.values().stream(),
                        members.all().stream()
                                .filter(member -> !byId.containsKey(member.id()))
                                .map(Heard::nothing))
                .map(this::node)
                .sorted(Comparator.comparing(Node::id))
                .toList();
    }

    public Optional<Node> find(String id) {
        return heard(id).or(() -> members.find(id).map(Heard::nothing)).map(this::node);
    }

    @Override
    public boolean isLive(String id) {
        return heard(id).filter(heard -> !heard.isOffline(clock.instant())).isPresent() && !members.isRemoved(id);
    }

    /** What was last heard of the node. */
    Optional<Heard> heard(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private Node node(Heard heard) {
        String id = heard.state().node();
        Instant now = clock.instant();
        PublishedPolicy target = targets.of(id);
        Member member = members.find(id).orElseGet(() -> Member.unknown(id, heard.at()));
        Standing standing = new Standing(heard, member, target, push.sentAt(target.revision()), now);
        Pace pace = paces.get(id);
        return new Node(
                standing.status(),
                heard.saysNothing() ? Set.of() : warnings.of(heard.state(), now),
                heard.at(),
                member,
                target.revision(),
                standing.lag(),
                pace == null || heard.isOffline(now) ? Rates.NONE : pace.rates(),
                heard.state());
    }

    /**
     * Takes a state, unless a later one of that node came before.
     *
     * @param at when it came
     * @return what is known of the node now, or empty if the state was not taken
     */
    Optional<Heard> hear(NodeState state, Instant at) {
        Heard heard = Heard.first(at, state);
        Heard before = byId.get(state.node());
        Heard kept = byId.merge(state.node(), heard, (known, now) -> now.follows(known) ? now.after(known) : known);
        if (kept.state() != state) {
            return Optional.empty();
        }
        paces.computeIfAbsent(state.node(), id -> new Pace()).add(kept);
        unwritten.add(state.node());
        timeActivation(before, kept);
        changes.announce(Changes.Topic.NODES);
        return Optional.of(kept);
    }

    /** Of a node that was there and had not what it should enforce, and now has. */
    private void timeActivation(@Nullable Heard before, Heard now) {
        PublishedPolicy target = targets.of(now.state().node());
        boolean activated = target.revision().equals(now.state().active());
        if (before != null
                && activated
                && !target.revision().equals(before.state().active())) {
            Instant due = target.publishedAt().isAfter(now.since()) ? target.publishedAt() : now.since();
            activationTimes.add(Duration.between(due, now.at()));
        }
    }

    /** From a revision's publication, or a node's coming after it, until the node said that it enforces it. */
    public TimeCounts activationTimes() {
        return activationTimes;
    }

    /**
     * Writes down what came since the last time.
     *
     * @throws dev.sluice.master.persistence.DatabaseException when it was not; the next time it is
     */
    void write() {
        List<String> ids = List.copyOf(unwritten);
        ids.stream().filter(id -> members.find(id).isEmpty()).forEach(id -> members.meet(id, clock.instant()));
        unwritten.removeAll(ids);
        try {
            rows.write(ids.stream().map(byId::get).toList());
        } catch (RuntimeException e) {
            unwritten.addAll(ids);
            throw e;
        }
    }
}
