package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.process.Launch;
import dev.sluice.cli.supervise.Listener;
import dev.sluice.cli.supervise.ProcessPart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One slave: the slave application on Payara Micro, with its policy and spool in a folder of its own. */
final class Slave extends ProcessPart {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Site site;
    private final int number;
    private boolean live;

    Slave(Site site, int number) {
        this.site = site;
        this.number = number;
    }

    static String name(int number) {
        return "slave-" + number;
    }

    @Override
    public String name() {
        return name(number);
    }

    @Override
    public String address() {
        return ClusterOptions.LOOPBACK + ":" + proxyPort() + ", health " + healthPort();
    }

    @Override
    public int stage() {
        return 2;
    }

    @Override
    public Set<String> needs() {
        return Set.of(Broker.NAME);
    }

    @Override
    public Duration patience() {
        return DRAIN.plusSeconds(10);
    }

    @Override
    protected List<Listener> listeners() {
        return List.of(
                new Listener(ClusterOptions.LOOPBACK, proxyPort(), name() + ", proxy", "--slave-ports-from"),
                new Listener(ClusterOptions.LOOPBACK, healthPort(), name() + ", health", "--health-ports-from"));
    }

    @Override
    protected Launch launch() throws IOException {
        live = false;
        Path boot = Folders.made(folder().resolve("boot"));
        Folders.made(folder().resolve("tmp"));
        String before = BootFile.write(
                boot.resolve("preboot.txt"),
                List.of(),
                site.distribution().slaveBoot().resolve("preboot.txt"),
                Map.of());
        String after = BootFile.write(
                boot.resolve("postboot.txt"),
                List.of(),
                site.distribution().slaveBoot().resolve("postboot.txt"),
                Map.of());
        return new Launch(
                command(boot),
                environment(),
                folder(),
                site.data().log(name()),
                List.of(
                        before,
                        after,
                        Distribution.digest(site.distribution().slaveApplication()),
                        Distribution.digest(site.distribution().resourceAdapter())));
    }

    private List<String> command(Path boot) {
        return List.of(
                Site.java(),
                "-Xms64m",
                "-Xmx320m",
                "-XX:+UseParallelGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.io.tmpdir=" + boot.resolveSibling("tmp"),
                "-jar",
                site.distribution().payaraMicro().toString(),
                "--nohazelcast",
                "--disablephonehome",
                "--port",
                String.valueOf(healthPort()),
                "--prebootcommandfile",
                boot.resolve("preboot.txt").toString(),
                "--postbootcommandfile",
                boot.resolve("postboot.txt").toString(),
                "--deploy",
                site.distribution().slaveApplication().toString(),
                "--contextroot",
                "/");
    }

    private Map<String, String> environment() throws IOException {
        return Map.ofEntries(
                Map.entry("SLUICE_NODE_ID", name()),
                Map.entry("SLUICE_NODE_DATA", folder().toString()),
                Map.entry("SLUICE_NODE_ADMIN_URL", "http://" + ClusterOptions.LOOPBACK + ":" + healthPort()),
                Map.entry(
                        "SLUICE_NODE_KEY_STORE",
                        site.identities().keyStore(name()).toString()),
                Map.entry(
                        "SLUICE_NODE_TRUST_STORE",
                        site.identities().trustStore().toString()),
                Map.entry("SLUICE_NODE_STORE_PASSWORD", site.identities().password()),
                Map.entry(
                        "SLUICE_MASTER_URL",
                        "https://" + ClusterOptions.LOOPBACK + ":"
                                + site.options().ports().portal()),
                Map.entry("SLUICE_PROXY_ADDRESS", ClusterOptions.LOOPBACK),
                Map.entry("SLUICE_PROXY_PORT", String.valueOf(proxyPort())),
                Map.entry("SLUICE_PROXY_BALANCERS", ClusterOptions.LOOPBACK + "/32"),
                Map.entry("SLUICE_PROXY_DRAIN_TIMEOUT", DRAIN.toString()),
                Map.entry("SLUICE_PROXY_WARM_UP_REQUESTS", "2000"),
                Map.entry("ADMIN_ADDRESS", ClusterOptions.LOOPBACK),
                Map.entry("ARTEMIS_RAR", site.distribution().resourceAdapter().toString()),
                Map.entry("BROKER_PARAMS", site.brokerParameters(name())));
    }

    @Override
    public boolean advance() throws IOException {
        live = live || Probe.ok(health("live"));
        return live && Probe.ok(health("ready"));
    }

    /** Once it lives, for its first policy, from a master that may be slow. */
    @Override
    public boolean waitsForOthers() {
        return live;
    }

    private URI health(String question) {
        return URI.create("http://" + ClusterOptions.LOOPBACK + ":" + healthPort() + "/health/" + question);
    }

    private Path folder() {
        return site.data().node(name());
    }

    private int proxyPort() {
        return site.options().ports().slaveProxy(number);
    }

    private int healthPort() {
        return site.options().ports().slaveHealth(number);
    }
}
