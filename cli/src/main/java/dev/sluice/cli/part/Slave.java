package dev.sluice.cli.part;

import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.Identities;
import dev.sluice.cli.cluster.Secrets;
import dev.sluice.cli.process.LateCompilation;
import dev.sluice.cli.process.Launch;
import dev.sluice.cli.supervise.Listener;
import dev.sluice.cli.supervise.ProcessPart;
import dev.sluice.enrollment.ActivationKey;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One slave: the slave application on Payara Micro, with its policy and spool in a folder of its own. */
final class Slave extends ProcessPart {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Seat seat;
    private final Distribution distribution;
    private final Micro micro;
    private final boolean listsClasses;
    private final Secrets secrets;
    private final Optional<Admission> admission;
    private boolean live;

    /**
     * @param listsClasses whether it writes down which classes it loads; one slave of a machine does
     * @param admission how it joins, empty for a member
     */
    Slave(
            Seat seat,
            Distribution distribution,
            Micro micro,
            boolean listsClasses,
            Secrets secrets,
            Optional<Admission> admission) {
        this.seat = seat;
        this.distribution = distribution;
        this.micro = micro;
        this.listsClasses = listsClasses;
        this.secrets = secrets;
        this.admission = admission;
    }

    /** The slave of that number in a cluster on one machine. */
    static Slave of(Site site, int number) throws IOException {
        Seat seat = Seat.local(site.data(), site.options(), number);
        ActivationKey key = ActivationKey.parse(Files.readString(site.activationKey()));
        Admission admission = new Admission(
                seat, site.identities().authority(), key, site.secrets().password(Identities.STORES));
        return new Slave(seat, site.distribution(), site.micro(), number == 1, site.secrets(), Optional.of(admission));
    }

    static String name(int number) {
        return "slave-" + number;
    }

    @Override
    public String name() {
        return seat.name();
    }

    @Override
    public String address() {
        return seat.address() + ":" + seat.proxyPort() + ", health " + seat.healthPort();
    }

    @Override
    public int stage() {
        return 2;
    }

    @Override
    public Set<String> needs() {
        return admission.isPresent() ? Set.of(Broker.NAME) : Set.of();
    }

    @Override
    public Duration patience() {
        return DRAIN.plusSeconds(10);
    }

    @Override
    protected List<Listener> listeners() {
        return List.of(
                new Listener(seat.address(), seat.proxyPort(), name() + ", proxy", "--slave-ports-from"),
                new Listener(seat.address(), seat.healthPort(), name() + ", health", "--health-ports-from"));
    }

    @Override
    protected Launch launch() throws IOException {
        live = false;
        if (admission.isPresent()) {
            admission.get().begin();
        }
        micro.unpack();
        Path boot = Folders.made(seat.folder().resolve("boot"));
        Folders.made(seat.folder().resolve("tmp"));
        String before = BootFile.write(
                boot.resolve("preboot.txt"), List.of(), distribution.slaveBoot().resolve("preboot.txt"), Map.of());
        String after = BootFile.write(
                boot.resolve("postboot.txt"),
                List.of(),
                distribution.slaveBoot().resolve("postboot.txt"),
                Map.of());
        // What the options are may change while it runs: they are no reason to start it anew.
        Path options = boot.resolve("java.args");
        PrivateFiles.write(options, MasterSettings.argumentFile(micro.classes().options(listsClasses)));
        return new Launch(
                command(boot, options),
                environment(),
                seat.folder(),
                seat.log(),
                List.of(
                        before,
                        after,
                        new Archive(distribution.slaveApplication()).edition(),
                        new Archive(distribution.resourceAdapter()).edition()));
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
        command.addAll(micro.start());
        command.addAll(List.of(
                "--nohazelcast",
                "--disablephonehome",
                "--port",
                String.valueOf(seat.healthPort()),
                "--prebootcommandfile",
                boot.resolve("preboot.txt").toString(),
                "--postbootcommandfile",
                boot.resolve("postboot.txt").toString(),
                "--deploy",
                distribution.slaveApplication().toString(),
                "--contextroot",
                "/"));
        return command;
    }

    private String keyId() throws IOException {
        String joinedWith = seat.files().keyId();
        return joinedWith.isEmpty() ? admission.map(Admission::keyId).orElse("") : joinedWith;
    }

    private Map<String, String> environment() throws IOException {
        NodeFiles files = seat.files();
        String password = secrets.password(Identities.STORES);
        return Map.ofEntries(
                Map.entry("SLUICE_NODE_ID", name()),
                Map.entry("SLUICE_NODE_DATA", seat.folder().toString()),
                Map.entry("SLUICE_NODE_ADMIN_URL", "http://" + seat.address() + ":" + seat.healthPort()),
                Map.entry("SLUICE_NODE_KEY_STORE", files.keyStore().toString()),
                Map.entry("SLUICE_NODE_TRUST_STORE", files.trustStore().toString()),
                Map.entry("SLUICE_NODE_STORE_PASSWORD", password),
                Map.entry("SLUICE_NODE_KEY_ID", keyId()),
                Map.entry("SLUICE_MASTER_URL", seat.master().toString()),
                Map.entry("SLUICE_PROXY_ADDRESS", seat.address()),
                Map.entry("SLUICE_PROXY_PORT", String.valueOf(seat.proxyPort())),
                Map.entry("SLUICE_PROXY_BALANCERS", seat.balancers()),
                Map.entry("SLUICE_PROXY_DRAIN_TIMEOUT", DRAIN.toString()),
                Map.entry("SLUICE_PROXY_WARM_UP_REQUESTS", "2000"),
                Map.entry("ADMIN_ADDRESS", seat.address()),
                Map.entry("ARTEMIS_RAR", distribution.resourceAdapter().toString()),
                Map.entry(
                        "BROKER_PARAMS",
                        BrokerParameters.of(
                                seat.brokerHost(), seat.brokerPort(), files.keyStore(), files.trustStore(), password)));
    }

    @Override
    public boolean advance() throws IOException {
        admission.ifPresent(Admission::check);
        live = live || Probe.ok(health("live"));
        return live && Probe.ok(health("ready"));
    }

    /** Once it lives, for its first policy, from a master that may be slow. */
    @Override
    public boolean waitsForOthers() {
        return live;
    }

    private URI health(String question) {
        return URI.create("http://" + seat.address() + ":" + seat.healthPort() + "/health/" + question);
    }
}
