package dev.sluice.cli.part;

import dev.sluice.broker.BrokerSettings;
import dev.sluice.broker.EmbeddedBroker;
import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Identities;
import dev.sluice.cli.process.Running;
import dev.sluice.cli.process.Trace;
import dev.sluice.cli.supervise.Listener;
import dev.sluice.cli.supervise.Part;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The Artemis broker inside the supervisor's JVM, which admits the slaves of this cluster before the master does. */
final class Broker implements Part {
    static final String NAME = "broker";

    private static final System.Logger LOG = System.getLogger(Broker.class.getName());

    private final Site site;
    private Optional<Embedded> running = Optional.empty();

    Broker(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        return ClusterOptions.LOOPBACK + ":" + port() + " (TLS)";
    }

    @Override
    public int stage() {
        return 0;
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Running start(Optional<Trace> leftover) throws IOException {
        new Listener(ClusterOptions.LOOPBACK, port(), "broker", "--broker-port").checkFree();
        Identities identities = site.identities();
        EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(
                ClusterOptions.LOOPBACK,
                port(),
                site.data().broker(),
                identities.keyStore("broker"),
                identities.password(),
                identities.trustStore(),
                identities.password()));
        if (!broker.hasAdmissions()) {
            broker.admit(serials(identities));
        }
        Embedded embedded = new Embedded(broker, new CompletableFuture<>());
        running = Optional.of(embedded);
        return embedded;
    }

    /** Of the slaves that this command starts, until the master says who belongs to the cluster. */
    private Map<String, List<String>> serials(Identities identities) throws IOException {
        Map<String, List<String>> serials = new HashMap<>();
        for (int number = 1; number <= site.options().slaves(); number++) {
            String slave = Slave.name(number);
            serials.put(slave, List.of(identities.serial(slave)));
        }
        return serials;
    }

    @Override
    public boolean advance() {
        return running.map(Embedded::isRunning).orElse(false);
    }

    private int port() {
        return site.options().ports().broker();
    }

    private record Embedded(EmbeddedBroker broker, CompletableFuture<String> ended) implements Running {
        boolean isRunning() {
            if (!broker.isRunning()) {
                ended.complete("the broker has stopped by itself");
            }
            return broker.isRunning();
        }

        @Override
        public Optional<Trace> trace() {
            return Optional.empty();
        }

        @Override
        public void stop(Duration patience) {
            try {
                broker.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "The broker did not stop cleanly", e);
            }
            ended.complete("stopped");
        }
    }
}
