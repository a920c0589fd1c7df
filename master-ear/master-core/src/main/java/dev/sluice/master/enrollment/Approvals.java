package dev.sluice.master.enrollment;

import dev.sluice.identity.CertificateChain;
import dev.sluice.identity.Pkcs10;
import dev.sluice.master.authority.Authority;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.member.History;
import dev.sluice.master.member.Member;
import dev.sluice.master.member.Members;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.member.NodeEvent.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What letting a node in comes to in the database. Each method is a part of the caller's transaction. */
@ApplicationScoped
class Approvals {
    private final Authority authority;
    private final Members members;
    private final History history;
    private final Duration certificateLife;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Approvals() {
        this.authority = null;
        this.members = null;
        this.history = null;
        this.certificateLife = Duration.ZERO;
    }

    @Inject
    Approvals(Authority authority, Members members, History history, MasterConfig config) {
        this.authority = authority;
        this.members = members;
        this.history = history;
        this.certificateLife = config.joining().certificateLife();
    }

    /** Who was this node before is so no longer: its certificates end. */
    CertificateChain approve(Connection connection, Enrollment enrollment, String group, String by, Instant now)
            throws SQLException {
        String node = enrollment.node();
        CertificateRows.revoke(connection, node, 0, now);
        CertificateChain chain = authority.certify(node, request(enrollment), certificateLife);
        String serial = CertificateRows.insert(connection, node, enrollment.publicKey(), chain, now);
        members.admit(connection, new Member(node, group, enrollment.keyId(), now, Optional.empty()));
        EnrollmentRows.approve(connection, enrollment.id(), serial, by, now);
        String how = "with key " + enrollment.keyId() + " from " + enrollment.address();
        history.add(connection, new NodeEvent(node, now, Kind.JOINED, how, by));
        return chain;
    }

    private static Pkcs10 request(Enrollment enrollment) {
        try {
            return Pkcs10.parse(enrollment.request());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A request that was good when it came is not: " + e.getMessage(), e);
        }
    }
}
