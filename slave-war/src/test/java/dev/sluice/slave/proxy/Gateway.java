package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.slave.auth.Authenticator;
import dev.sluice.slave.config.AccessLogConfig;
import dev.sluice.slave.config.ClusterConfig;
import dev.sluice.slave.config.SlaveConfig;
import dev.sluice.slave.filter.RecordSink;
import dev.sluice.slave.privacy.Redactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A running proxy on a free port, its policy, its DNS and the records it made. */
final class Gateway implements AutoCloseable {
    static final String NODE = "slave-7";
    static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    static final String MESSAGE = "Not at <work> & \"play\"";

    final AtomicReference<Optional<CompiledPolicy>> policy = new AtomicReference<>(Optional.of(policy()));
    final List<AccessRecord> records = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    /** What an audited exchange opened with, and whether that is said to be safe. */
    final List<AccessRecord> openings = new CopyOnWriteArrayList<>();

    volatile CompletableFuture<Boolean> safe = CompletableFuture.completedFuture(true);
    final List<String> lookups = new CopyOnWriteArrayList<>();
    final Map<String, String> names = new ConcurrentHashMap<>(Map.of("origin.test", "127.0.0.1"));
    final ProxyServer server;
    volatile Redactor privacy = new Redactor(Privacy.STANDARD, Optional.empty());

    Gateway() {
        this(new Settings());
    }

    Gateway(Settings settings) {
        server = new ProxyServer(
                settings.config(),
                policy::get,
                sink(),
                this::open,
                Clock.fixed(NOW, ZoneOffset.UTC),
                this::lookUp,
                settings.authenticator);
        try {
            server.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RecordSink sink() {
        return new RecordSink() {
            @Override
            public void begun() {
                begun.incrementAndGet();
            }

            @Override
            public void accept(AccessRecord record) {
                records.add(privacy.apply(record));
            }
        };
    }

    private CompletableFuture<Boolean> open(AccessRecord opening) {
        openings.add(opening);
        return safe.copy();
    }

    /** What a test may want otherwise. */
    static final class Settings {
        List<String> balancers = List.of();
        Duration connectTimeout = Duration.ofSeconds(5);
        Duration idleTimeout = Duration.ofSeconds(30);
        Duration tunnelIdleTimeout = Duration.ofSeconds(30);
        Duration drainTimeout = Duration.ofSeconds(10);
        Duration drainGrace = Duration.ofMillis(1);
        Authenticator authenticator = new Authenticator();
        int warmUpRequests;

        SlaveConfig config() {
            return new SlaveConfig(
                    NODE,
                    Path.of("unused"),
                    "",
                    new ClusterConfig("", Path.of("unused"), Path.of("unused"), "", Optional.empty()),
                    "127.0.0.1",
                    0,
                    balancers,
                    64,
                    connectTimeout,
                    idleTimeout,
                    tunnelIdleTimeout,
                    drainTimeout,
                    drainGrace,
                    warmUpRequests,
                    1L << 20,
                    Duration.ofDays(1),
                    new AccessLogConfig(Optional.empty(), 1L << 20, 0));
        }
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookups.add(host);
        String known = names.get(host);
        if (known == null && !host.matches("[0-9.]+|[0-9a-f:]+")) {
            throw new UnknownHostException(host);
        }
        String[] texts = (known == null ? host : known).split(",", -1);
        InetAddress[] addresses = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            addresses[i] = InetAddress.getByName(texts[i]);
        }
        return addresses;
    }

    /** Blocks by rule, category and method; allows the rest. */
    static CompiledPolicy policy() {
        Action block = new Action.Block(MESSAGE);
        List<Rule> rules = List.of(
                new Rule("r1", "No <games>", true, List.of(new Condition.Host(List.of(".blocked.test"))), block),
                new Rule("r2", "Own list", true, List.of(new Condition.InCategory(List.of("ads"))), block),
                new Rule("r3", "No address", true, List.of(new Condition.Host(List.of("127.6.6.6"))), block),
                new Rule(
                        "r4",
                        "No such client",
                        true,
                        List.of(new Condition.ClientNetwork(List.of("203.0.113.0/24"))),
                        block),
                new Rule("r5", "No purge", true, List.of(new Condition.Method(List.of("PURGE"))), block));
        List<Category> categories = List.of(new Category("ads", List.of("ads.test", "xn--bcher-kva.test")));
        return compile(new PolicyBundle(rules, categories, List.of(), new Action.Allow()), new Revision(3, 14));
    }

    static CompiledPolicy compile(PolicyBundle bundle, Revision revision) {
        try {
            return new PolicyCompiler().compile(bundle, revision);
        } catch (InvalidPolicyException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return server.port();
    }

    RawClient connect() {
        return new RawClient(port());
    }

    /** Waits for the only record. */
    AccessRecord record() {
        return records(1).get(0);
    }

    /** Waits for so many records, and for all exchanges to end: there are not more. */
    List<AccessRecord> records(int count) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(records).hasSizeGreaterThanOrEqualTo(count));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.traffic().inFlight()).isZero());
        assertThat(records).hasSize(count);
        return records;
    }

    @Override
    public void close() {
        server.stop();
        assertThat(begun.get()).as("each exchange made one record").isEqualTo(records.size());
    }
}
