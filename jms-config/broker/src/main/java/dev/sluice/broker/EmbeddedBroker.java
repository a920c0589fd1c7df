package dev.sluice.broker;

import dev.sluice.identity.PrivateFiles;
import dev.sluice.jms.AdmissionMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's broker in this JVM, with the settings of {@code broker.xml}. Several may run side by side, each with a
 * folder and a port of its own. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Kept here because java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private final ActiveMQServer server;

    private EmbeddedBroker(ActiveMQServer server) {
        this.server = server;
    }

    /**
     * Starts a broker and returns when it listens.
     *
     * @throws IOException when it cannot: the port is taken, a store does not open, another broker runs on the folder
     */
    public static EmbeddedBroker start(BrokerSettings settings) throws IOException {
        return start(settings, configuration -> {});
    }

    /** @param change a last hand on the settings, for tests that cannot wait for minutes or fill a disk */
    static EmbeddedBroker start(BrokerSettings settings, Consumer<Configuration> change) throws IOException {
        AUDIT.setLevel(Level.WARNING);
        settings.checkStores();
        PrivateFiles.ownFolder(settings.folder());
        var configuration = BrokerXml.read(settings);
        change.accept(configuration);
        var server = new ActiveMQServerImpl(configuration, new CertificateSecurity());
        run(server, settings);
        return new EmbeddedBroker(server);
    }

    private static void run(ActiveMQServer server, BrokerSettings settings) throws IOException {
        var failure = new AtomicReference<@Nullable Exception>();
        server.registerActivationFailureListener(failure::set);
        try {
            server.start();
            if (failure.get() == null && listens(server)) {
                return;
            }
            server.stop();
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
        throw new IOException(
                "the broker cannot start on %s:%d: %s"
                        .formatted(settings.host(), settings.port(), cause(failure.get())),
                failure.get());
    }

    private static String cause(@Nullable Throwable failure) {
        if (failure == null) {
            return "it is up but does not listen; its log says why";
        }
        var cause = failure;
        for (var next = failure.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        return String.valueOf(cause.getMessage());
    }

    /** An acceptor that Artemis cannot make is only logged, and the rest of the broker starts without it. */
    private static boolean listens(ActiveMQServer server) {
        var acceptor = server.getRemotingService().getAcceptor(BrokerXml.ACCEPTOR);
        return server.isActive() && acceptor != null && acceptor.isStarted();
    }

    /**
     * Admits these slaves and no others, as if the master whose list is in force had sent one. For whoever runs a broker
     * before, or without, a master.
     *
     * @param serials the serial numbers (lower-case hex) of the good certificates of each node
     */
    public void admit(Map<String, List<String>> serials) throws IOException {
        var plugin = admissions();
        try {
            plugin.admit(new AdmissionMessage(plugin.epoch(), serials));
        } catch (ActiveMQException e) {
            throw new IOException("the broker does not take the admission list", e);
        }
    }

    /** Whether a master has said who is admitted, now or before the broker's last start. */
    public boolean hasAdmissions() {
        return admissions().epoch() > 0;
    }

    private AdmissionPlugin admissions() {
        return only(AdmissionPlugin.class, server.getBrokerPlugins());
    }

    /** What it has refused since its start. */
    public Refused refused() {
        var frames = only(FrameLimit.class, server.getBrokerPlugins());
        var messages = only(
                LargeMessagesOfTheMasterOnly.class, server.getRemotingService().getIncomingInterceptors());
        return new Refused(
                server.getSecurityStore().getAuthenticationFailureCount(), frames.refused() + messages.refused());
    }

    private static <T> T only(Class<T> kind, List<?> all) {
        return all.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("broker.xml does not name " + kind.getName()));
    }

    /** False once the broker has stopped, by itself or by {@link #close}. */
    public boolean isRunning() {
        return server.isActive();
    }

    /** Stops listening, closes the connections and writes what is pending. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the broker did not stop cleanly", e);
        }
    }
}
