package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was published and what became of it, with clients that fetch through the balancer and a look at every node all the
 * time. Each revision of a history blocks one more host. So whoever asks a node for the host of a revision, after the
 * master has shown the node in sync at it, must be refused, whatever was published meanwhile.
 *
 * <p>{@link #close} fails unless all nodes came to the head, no node was shown in sync that was not, none went back, and
 * clients lost no more than they may.
 */
final class History implements AutoCloseable {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Which revision was the first to block which host. One for all histories, as each goes on with the policy it finds. */
    private static final NavigableMap<Revision, String> BLOCKED = new ConcurrentSkipListMap<>();

    private final Cluster cluster;
    private final LocalSites sites;
    private final Map<String, WatchedNode> nodes = new ConcurrentHashMap<>();
    private final List<Watch> watches = new ArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final String prefix = "/history-" + COUNT.incrementAndGet() + "/";
    private Portal master;
    private Visitors visitors;
    private int mayBeCut;

    private History(Cluster cluster, LocalSites sites) throws IOException, InterruptedException {
        this.cluster = cluster;
        this.sites = sites;
        this.master = cluster.portal();
        for (String slave : Cluster.SLAVES) {
            Fetch through = Fetch.through(cluster.proxyOf(slave));
            nodes.put(slave, new WatchedNode(slave, through::page));
        }
    }

    /** Begins with one revision, clients and the watch on the slaves of the cluster. */
    static History begin(Cluster cluster, LocalSites sites) throws IOException, InterruptedException {
        History history = new History(cluster, sites);
        history.publish();
        history.open();
        history.follow(cluster.portal());
        return history;
    }

    /** Watches a node on another host too. */
    void watch(WatchedNode node) {
        nodes.put(node.name(), node);
    }

    /** Publishes with this master from now on, believes what it says is the head, and asks it too how the nodes are. */
    void follow(Portal portal) {
        master = portal;
        if (watches.stream().noneMatch(watch -> watch.isOf(portal))) {
            watches.add(Watch.begin(portal, this));
        }
    }

    WatchedNode node(String name) {
        return nodes.get(name);
    }

    List<WatchedNode> nodes() {
        return List.copyOf(nodes.values());
    }

    Visitors visitors() {
        return visitors;
    }

    /** Publishes a revision that blocks one more host. */
    Revision publish() throws IOException, InterruptedException {
        String id = "history-" + COUNT.incrementAndGet();
        Revision revision = master.publishBlock(id, id + ".test");
        BLOCKED.put(revision, id + ".test");
        return revision;
    }

    /** A host that this revision blocks, and each one after it: that of the newest publication up to it. */
    String hostBlockedBy(Revision revision) {
        Map.Entry<Revision, String> last = BLOCKED.floorEntry(revision);
        return (last == null ? BLOCKED.firstEntry() : last).getValue();
    }

    Revision newest() {
        return BLOCKED.lastKey();
    }

    /** The database knows nothing of what was published after this revision any more. */
    List<String> forgetAfter(Revision revision) {
        NavigableMap<Revision, String> lost = BLOCKED.tailMap(revision, false);
        List<String> hosts = List.copyOf(lost.values());
        lost.clear();
        return hosts;
    }

    /** So many requests under way may be lost, because the slave that serves them is killed. */
    void mayCut(int requests) {
        mayBeCut += requests;
    }

    void isWrong(String what) {
        wrong.add(what);
    }

    /** Clients stay away while the work is done; those that come afterwards are others. */
    void withoutClients(Work work) throws Exception {
        visitors.close();
        assertThatTrafficWentOn();
        work.run();
        open();
    }

    /** What may fail. */
    interface Work {
        void run() throws Exception;
    }

    private void open() throws IOException, InterruptedException {
        visitors = new Visitors(cluster.proxy(), sites, prefix + COUNT.incrementAndGet() + "/");
    }

    /** Waits until every node is shown in sync at the head and enforces it. */
    void awaitConverged() {
        Waiting.until("all nodes are at the head", () -> {
            Revision head = master.head();
            if (head.isBefore(newest())) {
                return false;
            }
            Map<String, JsonObject> shown = master.nodes();
            for (WatchedNode node : nodes()) {
                boolean is = Revision.of(shown.get(node.name()).getJsonObject("active"))
                                .equals(head)
                        && shown.get(node.name()).getString("status").equals("IN_SYNC")
                        && node.ask(hostBlockedBy(newest()))
                                .filter(answer -> answer.refusesBy(head))
                                .isPresent();
                if (!is) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Publishes once more, waits for all nodes, and says what was wrong on the way. */
    @Override
    public void close() throws IOException, InterruptedException {
        try {
            publish();
            awaitConverged();
            int seen = visitors.answered().size();
            Waiting.until("clients are served", () -> visitors.answered().size() > seen);
        } finally {
            visitors.close();
            watches.forEach(Watch::end);
        }
        System.out.println(prefix + ": " + watches + ", " + visitors);
        assertThat(watches).anySatisfy(watch -> assertThat(watch.checked()).isPositive());
        assertThat(wrong).as("what was wrong").isEmpty();
        assertThatTrafficWentOn();
    }

    private void assertThatTrafficWentOn() {
        assertThat(visitors.failures()).as("failures for clients").hasSizeLessThanOrEqualTo(mayBeCut);
        assertThat(visitors.slowest()).as("the slowest answer").isLessThan(LONGEST_ANSWER);
    }
}
