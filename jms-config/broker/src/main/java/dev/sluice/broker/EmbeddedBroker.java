package dev.sluice.broker;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's broker in this JVM, with the settings of {@code broker.xml}. Several may run side by side, each with a
 * folder and a port of its own. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Kept here because java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger AUDIT = Logger.getLogger("org.apache.activemq.audit");

    private static final String LOGIN = "sluice";

    private final ActiveMQServer server;
    private final AdmittedUsers users;

    private EmbeddedBroker(ActiveMQServer server, AdmittedUsers users) {
        this.server = server;
        this.users = users;
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
        var users = AdmittedUsers.in(settings.folder().resolve("users"));
        var configuration = BrokerXml.read(settings);
        change.accept(configuration);
        var security = new ActiveMQJAASSecurityManager(LOGIN, new CertificateLogin(users));
        var server = new ActiveMQServerImpl(configuration, security);
        run(server, settings);
        return new EmbeddedBroker(server, users);
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

    /** Lets the holder of the certificate {@code CN=user, OU=role, O=Sluice} work with the rights of its role. */
    public void allow(String user, Role role) throws IOException {
        users.allow(user, role);
        server.getActiveMQServerControl().clearAuthenticationCache();
    }

    /** Takes the right from the user and closes its connections. Does nothing for one that has none. */
    public void revoke(String user) throws IOException {
        users.revoke(user);
        server.getActiveMQServerControl().clearAuthenticationCache();
        for (var session : server.getSessions()) {
            if (user.equals(session.getValidatedUser())) {
                session.getRemotingConnection().fail(new ActiveMQSecurityException(user + " is revoked"));
            }
        }
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
