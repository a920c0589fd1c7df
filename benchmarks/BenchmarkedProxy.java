import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.config.AccessLogConfig;
import dev.sluice.slave.config.ClusterConfig;
import dev.sluice.slave.config.SlaveConfig;
import dev.sluice.slave.filter.RecordSink;
import dev.sluice.slave.proxy.ProxyServer;
import dev.sluice.slave.report.RecordSpool;
import dev.sluice.slave.report.SpoolLimits;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The proxy as a slave runs it, policy and spool on, without the server around it. Arguments: port and folder. After a line
 * "dropped" on its standard input records are made and thrown away, after a line "spooled" written again.
 */
class BenchmarkedProxy {
    private static final AtomicLong TAKEN = new AtomicLong();
    private static volatile boolean dropping;
    private static volatile AccessRecord last;

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        SlaveConfig config = new SlaveConfig(
                "bench", folder, "", new ClusterConfig("", folder, folder, "", Optional.empty()), "127.0.0.1", Integer.parseInt(args[0]), List.of(), 200, Duration.ofSeconds(10),
                Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofMillis(1), 2000, 1L << 28,
                Duration.ofDays(30), new AccessLogConfig(Optional.empty(), 1L << 20, 0));
        Optional<CompiledPolicy> policy = Optional.of(new PolicyCompiler().compile(bundle(), new Revision(1, 1)));
        RecordSpool spool = RecordSpool.open(
                folder.resolve("spool"), "bench", SpoolLimits.of(config.spoolMaxBytes(), config.spoolMaxAge()),
                new Alarms(Clock.systemUTC()), Clock.systemUTC(), task -> new Thread(task, "sluice-spool"));
        ProxyServer proxy = new ProxyServer(config, () -> policy, into(spool), spool, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(proxy::stop));
        proxy.start();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            dropping = order.equals("dropped");
        }
        Thread.currentThread().join();
    }

    private static RecordSink into(RecordSpool spool) {
        return new RecordSink() {
            @Override
            public void begun() {
                if (!dropping) {
                    spool.begun();
                }
            }

            @Override
            public void accept(AccessRecord record) {
                if (dropping) {
                    last = record; // what nobody could see would not even be made
                } else {
                    take(record, spool);
                }
            }
        };
    }

    /** Nobody takes the records, so the oldest are said to be applied: a spool that is full costs less. */
    private static void take(AccessRecord record, RecordSpool spool) {
        spool.accept(record);
        if (TAKEN.incrementAndGet() % 10_000 == 0) {
            long next = spool.account().freed() + spool.account().spooled() - 20_000;
            spool.applied(new AppliedMessage("bench", spool.boot(), Math.max(next, 1)));
        }
    }

    private static PolicyBundle bundle() {
        List<Rule> rules = List.of(
                new Rule("games", "Games", true, List.of(new Condition.Host(List.of(".games.example"))), new Action.Block("")),
                new Rule("local", "Local networks", true,
                        List.of(new Condition.ClientNetwork(List.of("127.0.0.0/8", "10.0.0.0/8"))), new Action.Allow()));
        return new PolicyBundle(rules, List.of(), List.of(), new Action.Block(""));
    }
}
