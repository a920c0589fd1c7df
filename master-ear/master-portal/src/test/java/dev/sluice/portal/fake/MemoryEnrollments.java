package dev.sluice.portal.fake;

import dev.sluice.enrollment.EnrollmentAnswer;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Refusal;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.master.enrollment.Enrollment;
import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.enrollment.RefusalNote;
import dev.sluice.master.enrollment.RefusedException;
import dev.sluice.policy.match.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests that all wait, unless the test has the next ones refused. */
public final class MemoryEnrollments extends Enrollments {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    public final List<Enrollment> waiting = new ArrayList<>();
    public final List<RefusalNote> refused = new ArrayList<>();
    public final List<String> addresses = new ArrayList<>();
    public Optional<RefusedException> refusal = Optional.empty();

    @Override
    public long refused() {
        return 4;
    }

    @Override
    public long floods() {
        return 5;
    }

    @Override
    public EnrollmentAnswer ask(EnrollmentRequest request, IpAddress address) throws RefusedException {
        addresses.add(address.toString());
        refuseIfAsked();
        String id = "waiting-request-" + waiting.size();
        waiting.add(new Enrollment(
                id,
                request.keyId(),
                request.node(),
                "public key",
                request.request(),
                request.version(),
                address.toString(),
                NOW,
                Enrollment.Status.PENDING));
        return new Pending(id, Duration.ofSeconds(3));
    }

    private void refuseIfAsked() throws RefusedException {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    @Override
    public RefusedException malformed(String problem, IpAddress address) throws RefusedException {
        refuseIfAsked();
        return new RefusedException(new Refusal(Reason.MALFORMED, problem));
    }

    @Override
    public Optional<EnrollmentAnswer> poll(String id, IpAddress address) throws RefusedException {
        refuseIfAsked();
        return find(id).map(enrollment -> new Pending(id, Duration.ofSeconds(3)));
    }

    private Optional<Enrollment> find(String id) {
        return waiting.stream().filter(enrollment -> enrollment.id().equals(id)).findFirst();
    }

    @Override
    public List<Enrollment> pending() {
        return waiting;
    }

    @Override
    public List<RefusalNote> refusals(int limit) {
        return refused;
    }

    @Override
    public Optional<Enrollment> approve(String id, String by) throws RefusedException {
        refuseIfAsked();
        return decline(id, by);
    }

    @Override
    public Optional<Enrollment> decline(String id, String by) {
        Optional<Enrollment> found = find(id);
        found.ifPresent(waiting::remove);
        return found;
    }
}
