package dev.sluice.slave;

import dev.sluice.slave.admin.Metrics;
import dev.sluice.slave.admin.Readiness;
import dev.sluice.slave.agent.Commands;
import dev.sluice.slave.agent.StateQueue;
import dev.sluice.slave.config.SlaveConfig;
import dev.sluice.slave.policy.PolicyInbox;
import dev.sluice.slave.policy.PolicyIntake;
import dev.sluice.slave.report.RecordQueue;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Properties;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Makes the node when it is first asked for, be it by the start or by a message that comes before, and lends its parts. */
@ApplicationScoped
class SlaveBeans {
    @Resource(lookup = SlaveApplication.CONNECTIONS)
    @SuppressWarnings("NullAway.Init") // set by the container
    private ConnectionFactory connections;

    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedThreadFactory threads;

    private @Nullable Slave slave;

    /** @throws IllegalArgumentException for a bad configuration, naming the keys */
    synchronized Slave slave() {
        Slave made = slave;
        if (made == null) {
            SlaveConfig config = SlaveConfig.from(ConfigProvider.getConfig());
            made = open(config);
            slave = made;
        }
        return made;
    }

    private Slave open(SlaveConfig config) {
        StateQueue states = new StateQueue(connections);
        try {
            return new Slave(
                    config, version(), states, states, new RecordQueue(connections), threads, Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + config.dataFolder() + " is not usable: " + e, e);
        }
    }

    /** Stops the node if there is one. */
    synchronized void stop() {
        if (slave != null) {
            slave.stop();
        }
    }

    @Produces
    @Singleton
    PolicyIntake intake() {
        return slave().intake();
    }

    @Produces
    @Singleton
    PolicyInbox inbox() {
        return slave().inbox();
    }

    @Produces
    @Singleton
    Commands commands() {
        return slave().commands();
    }

    @Produces
    @Singleton
    Readiness readiness() {
        return slave().readiness();
    }

    @Produces
    @Singleton
    Metrics metrics() {
        return slave().metrics();
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = SlaveBeans.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }
}
