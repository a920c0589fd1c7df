package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.PrivateFile;
import dev.sluice.cli.process.LateCompilation;
import dev.sluice.cli.process.Launch;
import dev.sluice.cli.supervise.Listener;
import dev.sluice.cli.supervise.ProcessPart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
        site.micro().unpack();
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
        // What the options are may change while it runs: they are no reason to start it anew.
        Path options = boot.resolve("java.args");
        PrivateFile.write(
                options, MasterSettings.argumentFile(site.micro().classes().options(number == 1)));
        return new Launch(
                command(boot, options),
                environment(),
                folder(),
                site.data().log(name()),
                List.of(
                        before,
                        after,
                        new Archive(site.distribution().slaveApplication()).edition(),
                        new Archive(site.distribution().resourceAdapter()).edition()));
    }

    private List<String> command(Path boot, Path options) {
        List<String> command = new ArrayList<>(List.of(Site.java(), "@" + options));
        command.addAll(LateCompilation.OPTIONS);
        command.addAll(List.of(
                "-Xms64m",
                "-Xmx320m",
                "-XX:+UseParallelGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.io.tmpdir=" + boot.resolveSibling("tmp")));
        command.addAll(site.micro().start());
        command.addAll(List.of(
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
                "/"));
        return command;
    }

    private Map<String, String> environment() throws IOException {
        return Map.ofEntries(
                Map.entry("SLUICE_NODE_ID", name()),
                Map.entry("SLUICE_NODE_DATA", folder().toString()),
                Map.entry("SLUICE_NODE_ADMIN_URL", "http://" + ClusterOptions.LOOPBACK + ":" + healthPort()),
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
