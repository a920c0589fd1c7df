package dev.sluice.master.enrollment;

import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.History;
import dev.sluice.master.member.Members;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.member.NodeEvent.Kind;
import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Takes nodes out of the cluster, and lets them ask again. Safe for any thread. */
@ApplicationScoped
public class Membership {
    private final Database database;
    private final Lease lease;
    private final Members members;
    private final History history;
    private final Admissions admissions;
    private final Changes changes;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Membership() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    Membership(
            Database database,
            Lease lease,
            Members members,
            History history,
            Admissions admissions,
            Changes changes,
            Clock clock) {
        this.database = database;
        this.lease = lease;
        this.members = members;
        this.history = history;
        this.admissions = admissions;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Removes the node: its certificates end now, the broker closes its connections, and nothing that it sends counts.
     *
     * @return whether there is such a node and it was not removed before
     */
    public boolean remove(String node, String by) {
        Instant now = clock.instant();
        boolean removed = database.call(connection -> {
            lease.hold(connection);
            if (!members.remove(connection, node, now)) {
                return false;
            }
            CertificateRows.revoke(connection, node, 0, now);
            EnrollmentRows.deleteOf(connection, node);
            history.add(connection, new NodeEvent(node, now, Kind.REMOVED, "", by));
            AuditLog.add(connection, now, Change.of(by, "node.remove", node));
            return true;
        });
        if (removed) {
            members.refresh(node);
            admissions.send();
            changes.announce(Changes.Topic.NODES);
        }
        return removed;
    }

    /**
     * Lets a removed node ask to join again.
     *
     * @return whether there is such a node and it was removed
     */
    public boolean readmit(String node, String by) {
        boolean readmitted = database.call(connection -> {
            lease.hold(connection);
            if (!members.readmit(connection, node)) {
                return false;
            }
            history.add(connection, new NodeEvent(node, clock.instant(), Kind.READMITTED, "", by));
            AuditLog.add(connection, clock.instant(), Change.of(by, "node.readmit", node));
            return true;
        });
        if (readmitted) {
            members.refresh(node);
            changes.announce(Changes.Topic.NODES);
        }
        return readmitted;
    }

    /** The node's certificates, the newest first. */
    public List<NodeCertificate> certificates(String node) {
        return database.call(connection -> CertificateRows.of(connection, node));
    }
}
