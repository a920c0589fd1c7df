package dev.sluice.slave.agent;

import dev.sluice.identity.CertificateChain;
import dev.sluice.identity.Holder;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.identity.TrustStore;
import dev.sluice.jms.CertificateMessage;
import dev.sluice.jms.CertificateRequestMessage;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.alarm.Matter;
import dev.sluice.slave.config.ClusterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the node's certificate good: asks for the next one when two thirds of its life are over, until it comes, and puts
 * it into place. Connections to the broker that are made from then on show it. Safe for any thread.
 */
public final class NodeCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCertificate.class);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);
    private static final Duration MOST_PAUSE = Duration.ofHours(1);

    private final String node;
    private final ClusterConfig cluster;
    private final NodeIdentity identity;
    private final RequestOutlet outlet;
    private final Alarms alarms;
    private final Clock clock;
    private volatile Optional<Holder> holder = Optional.empty();
    private @Nullable FileTime read;
    private Instant askAgain = Instant.MIN;

    public NodeCertificate(String node, ClusterConfig cluster, RequestOutlet outlet, Alarms alarms, Clock clock) {
        this.node = node;
        this.cluster = cluster;
        this.identity = new NodeIdentity(cluster.keyStore(), password());
        this.outlet = outlet;
        this.alarms = alarms;
        this.clock = clock;
    }

    private char[] password() {
        return cluster.storePassword().toCharArray();
    }

    /** When it runs out; empty before the node has one. */
    public Optional<Instant> ends() {
        return holder.map(Holder::until);
    }

    /** To be called every few seconds. May wait for the disk and the broker. */
    public synchronized void renewIfDue() {
        try {
            readIfChanged();
            if (holder.isPresent()) {
                renewIfDue(holder.get());
            }
        } catch (IOException e) {
            alarms.raise(Matter.CERTIFICATE, "The node's certificate is not usable: " + e.getMessage());
        }
    }

    /** Whoever replaced it: the password makes reading it slow on purpose. */
    private void readIfChanged() throws IOException {
        FileTime now = Files.exists(cluster.keyStore()) ? Files.getLastModifiedTime(cluster.keyStore()) : null;
        if (now != null && !now.equals(read)) {
            holder = identity.current();
            read = now;
            alarms.clear(Matter.CERTIFICATE);
        }
    }

    private void renewIfDue(Holder current) throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(current.renewAt()) || now.isBefore(askAgain)) {
            return;
        }
        askAgain = now.plus(pause(Duration.between(now, current.until())));
        if (isLate(current, now)) {
            alarms.raise(
                    Matter.CERTIFICATE,
                    "The node's certificate ends at " + current.until() + " and the master has not renewed it.");
        }
        CertificateRequestMessage request =
                new CertificateRequestMessage(node, identity.request(node).pem());
        try {
            outlet.send(request);
            LOG.info("Asked the master for the next certificate; this one ends at {}.", current.until());
        } catch (IOException e) {
            LOG.warn("Could not ask for the next certificate: {}", e.getMessage());
        }
    }

    /** Half of the time for renewing it is over. */
    private static boolean isLate(Holder current, Instant now) {
        Duration left = Duration.between(now, current.until());
        return left.compareTo(
                        Duration.between(current.renewAt(), current.until()).dividedBy(2))
                < 0;
    }

    /** So often that there are some tries left, and the master has its time for each. */
    private static Duration pause(Duration left) {
        Duration tenth = left.dividedBy(10);
        if (tenth.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return tenth.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : tenth;
    }

    /** Puts the answer into place, or says why it is not usable and keeps what there is. */
    synchronized void take(CertificateMessage message) {
        try {
            Holder next = identity.accept(
                    CertificateChain.parse(message.chain()), TrustStore.read(cluster.trustStore(), password()));
            readIfChanged();
            LOG.info("The node's certificate is renewed until {}.", next.until());
        } catch (IOException e) {
            alarms.raise(Matter.CERTIFICATE, "The certificate that the master sent is not usable: " + e.getMessage());
            LOG.warn("The certificate that the master sent is not usable: {}", e.getMessage());
        }
    }
}
