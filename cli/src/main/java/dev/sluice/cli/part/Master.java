package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.process.Launch;
import dev.sluice.cli.supervise.Listener;
import dev.sluice.cli.supervise.ProcessPart;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;

/** The master: Payara Server with a domain of its own, in which the master application is deployed. */
final class Master extends ProcessPart {
    static final String NAME = "master";

    /** The cache of one compiler alone is 48 MB unless told otherwise; when it is full, all else is interpreted. */
    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xmx448m",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=128m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.net.preferIPv4Stack=true");

    private final Site site;
    private final Payara payara;
    private final Domain domain;
    private final Asadmin asadmin;
    private Optional<Deployment> deployment = Optional.empty();
    private Optional<SSLSocketFactory> trust = Optional.empty();

    Master(Site site) {
        this.site = site;
        this.payara = new Payara(site.distribution().payaraServer(), site.data().payara());
        this.domain = new Domain(payara, site.distribution(), site.data().domains());
        this.asadmin = new Asadmin(
                payara,
                site.secrets().folder().resolve("payara-admin"),
                site.options().ports().admin(),
                site.data().log(NAME));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        return "https://" + site.options().reachable() + ":"
                + site.options().ports().portal();
    }

    @Override
    public int stage() {
        return 1;
    }

    @Override
    public Set<String> needs() {
        return Set.of(Broker.NAME, Postgres.NAME);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(30);
    }

    @Override
    protected List<Listener> listeners() {
        return List.of(
                new Listener(site.options().bind(), site.options().ports().portal(), "portal", "--portal-port"),
                new Listener(
                        ClusterOptions.LOOPBACK,
                        site.options().ports().admin(),
                        "administration of the master's server",
                        "--admin-port"));
    }

    @Override
    protected boolean isOutdated() throws IOException {
        return !domain.isComplete();
    }

    @Override
    protected Launch launch() throws IOException, InterruptedException {
        payara.unpack();
        domain.make(site.secrets().password("payara-admin"));
        asadmin.preparePassword(site.secrets().password("payara-admin"));
        Path preBoot = domain.folder().resolve("preboot.txt");
        String before = BootFile.write(
                preBoot,
                MasterSettings.commands(site),
                site.distribution().masterBoot().resolve("preboot.txt"),
                Map.of());
        List<String> arguments = Domain.arguments(asadmin.dryRun(site.data().domains(), preBoot), JAVA_OPTIONS);
        Path argumentFile = domain.folder().resolve("java.args");
        PrivateFiles.write(argumentFile, MasterSettings.argumentFile(arguments));
        deployment = Optional.of(new Deployment(site.distribution(), domain));
        return new Launch(
                List.of(Site.java(), "@" + argumentFile),
                environment(),
                domain.folder(),
                site.data().log(NAME),
                List.of(before, MasterSettings.argumentFile(arguments)));
    }

    private Map<String, String> environment() throws IOException {
        Map<String, String> given = given();
        Map<String, String> all = new TreeMap<>(
                Map.of("SLUICE_REPORTS_FOLDER", site.data().reports().toString()));
        all.putAll(OwnSettings.in(site.data().masterSettings(), given.keySet()));
        all.putAll(given);
        return all;
    }

    private Map<String, String> given() throws IOException {
        return Map.ofEntries(
                Map.entry(
                        "SLUICE_DATABASE_URL",
                        Database.url(site.options().ports().database())),
                Map.entry("SLUICE_DATABASE_USER", Database.NAME),
                Map.entry("SLUICE_DATABASE_PASSWORD", site.secrets().password(Database.MASTER_PASSWORD)),
                Map.entry(
                        "SLUICE_ADMIN_INITIAL_PASSWORD_FILE",
                        site.secrets().initialAdminPassword().toString()),
                Map.entry(
                        "SLUICE_ADMIN_INITIAL_TOKEN_FILE",
                        site.secrets().commandLineToken().toString()),
                Map.entry(
                        "SLUICE_METRICS_TOKEN_FILE",
                        site.secrets().metricsToken().toString()),
                Map.entry(
                        "SLUICE_ENROLLMENT_INITIAL_KEY_FILE",
                        site.activationKey().toString()),
                Map.entry(
                        "SLUICE_CA_KEY_STORE",
                        site.identities().authorityKeyStore().toString()),
                Map.entry("SLUICE_CA_PASSWORD", site.identities().authorityPassword()),
                Map.entry(
                        "SLUICE_BROKER_PORT",
                        String.valueOf(site.options().ports().broker())),
                Map.entry(MasterSettings.PORTAL_PASSWORD, site.identities().password()),
                Map.entry("SLUICE_PORTAL_URL", address()),
                Map.entry("BROKER_PARAMS", site.masterBrokerParameters()));
    }

    @Override
    public boolean advance() throws IOException, InterruptedException {
        checkWords();
        if (!Probe.listens(ClusterOptions.LOOPBACK, site.options().ports().admin())) {
            return false;
        }
        boolean complete = deployment.isEmpty() || deployment.get().complete(asadmin::run, this::answers);
        return complete && answers();
    }

    private boolean answers() throws IOException {
        if (trust.isEmpty()) {
            trust = Optional.of(Probe.trusting(site.identities().authority()));
        }
        return Probe.ok(URI.create(address() + "/login.xhtml"), trust.get());
    }

    @Override
    public boolean standsBy() throws IOException {
        return lastSaid(MasterWords::isOfStandby).filter(MasterWords::isStandby).isPresent();
    }

    /** Its server goes on without it, and would be waited for in vain. */
    private void checkWords() throws IOException {
        Optional<String> why = lastSaid(MasterWords::isNoStart).map(MasterWords::noStart);
        if (why.isPresent()) {
            throw new Problem(
                    why.get(),
                    "Mend that, in " + site.data().masterSettings()
                            + " if it is a setting of yours; then run ./sluice up again.");
        }
    }
}
