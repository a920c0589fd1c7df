package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.identity.Pkcs10;
import dev.sluice.jms.AdmissionMessage;
import dev.sluice.jms.Protocol;
import dev.sluice.master.Hand;
import dev.sluice.master.authority.TestAuthority;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.config.ProductVersion;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.History;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.push.TestOutbox;
import dev.sluice.master.rollout.TestTargets;
import dev.sluice.policy.match.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The room as a whole on a database and an authority of its own, and nodes that ask. */
final class Rig implements AutoCloseable {
    static final String VERSION = ProductVersion.read();

    final TestDatabase database = TestDatabase.create();
    final Database jdbc = database.jdbc();
    /** Certificates go by the real clock, so this one starts there. */
    final Hand clock = new Hand(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    final Changes changes = new Changes();
    final Lease lease = TestLease.held(jdbc);
    final Policies policies = new Policies(database.jpa(), lease, changes, clock);
    final Members members = new Members(jdbc, lease);
    final History history = new History(jdbc, lease, clock);
    final TestOutbox outbox = new TestOutbox();
    final Set<String> live = ConcurrentHashMap.newKeySet();
    final Admissions admissions = new Admissions(jdbc, lease, policies, outbox, clock);
    final Keys keys = keys(TestConfig.PLAIN);
    final Approvals approvals = new Approvals(TestAuthority.AUTHORITY, members, history, TestConfig.PLAIN);
    final Enrollments enrollments = new Enrollments(
            jdbc,
            lease,
            members,
            approvals,
            new Refusals(jdbc),
            admissions,
            live::contains,
            TestTargets.everybody(policies),
            changes,
            TestConfig.PLAIN,
            clock);
    final Renewals renewals = new Renewals(
            jdbc, lease, TestAuthority.AUTHORITY, members, history, admissions, outbox, TestConfig.PLAIN, clock);
    final Membership membership = new Membership(jdbc, lease, members, history, admissions, changes, clock);
    private final Path folder;

    Rig(Path folder) {
        this.folder = folder;
        policies.start();
    }

    Keys keys(MasterConfig config) {
        return new Keys(jdbc, lease, TestAuthority.AUTHORITY, config, clock);
    }

    /** A key that lets anyone in at once. */
    ActivationKey openKey() {
        return key(Optional.empty(), true);
    }

    ActivationKey key(Optional<Integer> uses, boolean autoApprove) {
        return keys.create(new KeyTerms("", uses, Optional.empty(), "", List.of(), autoApprove), "ann");
    }

    /** A request for the node's key pair of this name, the same each time. */
    Pkcs10 csr(String node, String pair) {
        try {
            return new NodeIdentity(folder.resolve(pair + ".p12"), "secret".toCharArray()).request(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EnrollmentRequest request(ActivationKey key, String node) {
        return request(key, node, node);
    }

    EnrollmentRequest request(ActivationKey key, String node, String pair) {
        return EnrollmentRequest.of(key, node, csr(node, pair), VERSION, Protocol.CURRENT, clock.instant());
    }

    EnrollmentAnswer ask(EnrollmentRequest request) throws RefusedException {
        return enrollments.ask(request, address("192.0.2.7"));
    }

    Approved join(ActivationKey key, String node) throws RefusedException {
        return (Approved) ask(request(key, node));
    }

    Pending wait(ActivationKey key, String node) throws RefusedException {
        return (Pending) ask(request(key, node));
    }

    static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    static String serial(Approved approved) {
        return approved.chain().leaf().getSerialNumber().toString(16);
    }

    /** Refused, and kept for a person to see. */
    void assertRefused(Reason reason, ThrowingCallable asking) {
        assertRefusedQuietly(reason, asking);
        assertThat(enrollments.refusals(1)).extracting(RefusalNote::reason).containsExactly(reason.word());
    }

    static void assertRefusedQuietly(Reason reason, ThrowingCallable asking) {
        assertThatThrownBy(asking).isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                        refused.refusal().reason())
                .isEqualTo(reason));
    }

    AdmissionMessage lastAdmission() {
        return outbox.admissions.get(outbox.admissions.size() - 1);
    }

    @Override
    public void close() {
        database.close();
    }
}
