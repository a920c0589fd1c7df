package dev.sluice.master.enrollment;

import dev.sluice.identity.CertificateChain;
import dev.sluice.identity.Pkcs10;
import dev.sluice.jms.CertificateMessage;
import dev.sluice.jms.CertificateRequestMessage;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.master.authority.Authority;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.log.Outage;
import dev.sluice.master.member.History;
import dev.sluice.master.member.Members;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.member.NodeEvent.Kind;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.push.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives nodes their next certificates. What fails here the node asks for again; asking again with the same key gives the
 * same certificate.
 */
@ApplicationScoped
public class Renewals {
    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    /** The one in use, the next, and one that the node may not have got. */
    private static final int MOST_GOOD = 3;

    private final Database database;
    private final Lease lease;
    private final Authority authority;
    private final Members members;
    private final History history;
    private final Admissions admissions;
    private final Outbox outbox;
    private final Duration certificateLife;
    private final Clock clock;
    private final AtomicLong refused = new AtomicLong();
    private final Outage outage = new Outage(LOG, "renew certificates of nodes");

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Renewals() {
        this.database = null;
        this.lease = null;
        this.authority = null;
        this.members = null;
        this.history = null;
        this.admissions = null;
        this.outbox = null;
        this.certificateLife = Duration.ZERO;
        this.clock = null;
    }

    @Inject
    Renewals(
            Database database,
            Lease lease,
            Authority authority,
            Members members,
            History history,
            Admissions admissions,
            Outbox outbox,
            MasterConfig config,
            Clock clock) {
        this.database = database;
        this.lease = lease;
        this.authority = authority;
        this.members = members;
        this.history = history;
        this.admissions = admissions;
        this.outbox = outbox;
        this.certificateLife = config.joining().certificateLife();
        this.clock = clock;
    }

    /**
     * Takes one message.
     *
     * @param sender who the broker says sent it
     */
    public void take(String sender, String text) {
        try {
            CertificateRequestMessage message = MessageCodec.readCertificateRequest(text);
            if (!message.node().equals(sender)) {
                refuse(sender, "it speaks for " + message.node());
            } else if (members.isRemoved(sender)) {
                refuse(sender, "it was removed from the cluster");
            } else {
                renew(sender, Pkcs10.parse(message.request()));
            }
        } catch (MalformedMessageException | GeneralSecurityException e) {
            refuse(sender, String.valueOf(e.getMessage()));
        }
    }

    private void renew(String node, Pkcs10 request) {
        try {
            Optional<CertificateChain> chain = database.call(connection -> chain(connection, node, request));
            if (chain.isEmpty()) {
                refuse(node, "it got one just now, or has none that is good");
                return;
            }
            admissions.send();
            CertificateMessage message =
                    new CertificateMessage(node, lease.epoch(), chain.get().pem());
            outbox.toNode(node, MessageType.CERTIFICATE, MessageCodec.write(message), Outbox.Care.CERTAIN);
            outage.worked();
        } catch (DatabaseException | LeaseLostException | JMSRuntimeException e) {
            outage.failed(e);
        }
    }

    private Optional<CertificateChain> chain(Connection connection, String node, Pkcs10 request) throws SQLException {
        Instant now = clock.instant();
        lease.hold(connection);
        Optional<CertificateChain> known = CertificateRows.good(connection, node, request.keyFingerprint(), now);
        if (known.isPresent()) {
            return known;
        }
        boolean isMember = CertificateRows.hasGood(connection, node, Instant.EPOCH, now);
        if (!isMember || CertificateRows.hasGood(connection, node, now.minus(BETWEEN), now)) {
            return Optional.empty();
        }
        CertificateChain chain = authority.certify(node, request, certificateLife);
        CertificateRows.insert(connection, node, request.keyFingerprint(), chain, now);
        CertificateRows.revoke(connection, node, MOST_GOOD, now);
        String end = "renewed, good until " + chain.leaf().getNotAfter().toInstant();
        history.add(connection, new NodeEvent(node, now, Kind.CERTIFICATE, end, ""));
        return Optional.of(chain);
    }

    private void refuse(String sender, String problem) {
        LOG.warn(
                "Refused request {} for a certificate since the start, from {}: {}",
                refused.incrementAndGet(),
                sender,
                problem);
    }

    /** Messages refused since the start. */
    public long refused() {
        return refused.get();
    }
}
