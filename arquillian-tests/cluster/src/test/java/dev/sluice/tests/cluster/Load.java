package dev.sluice.tests.cluster;

import dev.sluice.tests.cluster.Asked.Door;
import dev.sluice.tests.cluster.Asked.Kind;
import dev.sluice.tests.cluster.Asked.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Clients that ask for exchanges of all kinds through all doors until they are stopped, each with an id of its own, and
 * know what came of each. Chance decides which comes next, by a seed.
 */
final class Load implements AutoCloseable {
    private static final int CLIENTS = 6;
    private static final int PAUSE_MILLIS = 60;

    /** Nobody listens there, on no host. */
    private static final String NOWHERE = "127.0.0.1:1";

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final String prefix;
    private final Map<Door, InetSocketAddress> proxies;
    private final Map<Door, String> sites;
    private final String blockedHost;
    private volatile boolean stopped;

    /**
     * @param prefix of all ids, which are paths
     * @param sites host and port of the site, as the node behind each door sees it
     * @param blockedHost that every policy blocks from now on
     */
    Load(String prefix, Map<Door, InetSocketAddress> proxies, Map<Door, String> sites, String blockedHost, long seed) {
        this.prefix = prefix;
        this.proxies = proxies;
        this.sites = sites;
        this.blockedHost = blockedHost;
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(seed + i);
            threads.submit(() -> goOn(random));
        }
    }

    String prefix() {
        return prefix;
    }

    /** All that was asked for and came to its end for the client. */
    Collection<Asked> asked() {
        return Collections.unmodifiableCollection(asked);
    }

    /** Waits for what is under way. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new AssertionError("a client still waits for its answer after two minutes");
        }
    }

    private void goOn(Random random) {
        List<Door> doors = new ArrayList<>();
        for (Door door : Door.values()) {
            doors.addAll(Collections.nCopies(door.weight(), door));
        }
        List<Kind> kinds = Stream.concat(Arrays.stream(Kind.values()), Collections.nCopies(7, Kind.PLAIN).stream())
                .toList();
        while (!stopped) {
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            asked.add(ask(kind, doors.get(random.nextInt(doors.size()))));
            try {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * PAUSE_MILLIS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Asked ask(Kind kind, Door door) {
        String id = prefix + kind.word() + "/" + next.getAndIncrement();
        long begin = System.nanoTime();
        Outcome outcome = Outcome.REFUSED;
        OneExchange.Answer answer = new OneExchange.Answer(0, "");
        try (OneExchange exchange = new OneExchange(proxies.get(door))) {
            outcome = Outcome.CUT;
            answer = ask(exchange, kind, door, id);
            outcome = kind == Kind.ABORTED ? Outcome.ABORTED : Outcome.ANSWERED;
        } catch (IOException e) {
            // The outcome says it.
        }
        return new Asked(id, kind, door, begin, System.nanoTime(), outcome, answer.node(), answer.status());
    }

    private OneExchange.Answer ask(OneExchange exchange, Kind kind, Door door, String id) throws IOException {
        String site = sites.get(door);
        return switch (kind) {
            case PLAIN -> exchange.get("http://" + site + id);
            case BLOCKED -> exchange.get("http://" + blockedHost + id);
            case UNREACHABLE -> exchange.get("http://" + NOWHERE + id);
            case TUNNEL -> exchange.tunnel(site, id, LocalSites.PAGE);
            case ABORTED -> exchange.begin("http://" + site + id);
            case AUDITED -> exchange.post("http://" + site + id);
        };
    }
}
