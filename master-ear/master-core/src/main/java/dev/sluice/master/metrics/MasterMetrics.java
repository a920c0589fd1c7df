package dev.sluice.master.metrics;

import dev.sluice.master.authority.Authority;
import dev.sluice.master.config.ProductVersion;
import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.enrollment.Renewals;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.node.StateInbox;
import dev.sluice.master.push.PolicyPush;
import dev.sluice.master.report.BatchInbox;
import dev.sluice.master.rollout.Rollout;
import dev.sluice.master.rollout.Targets;
import dev.sluice.master.security.Accounts;
import dev.sluice.metrics.Exposition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All the master's metrics. Read from memory: they come at once, also while the database is away. Safe for any thread. */
@ApplicationScoped
public class MasterMetrics {
    private final Exposition to;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected MasterMetrics() {
        this.to = null;
    }

    @Inject
    MasterMetrics(
            Lease lease,
            Authority authority,
            Targets targets,
            PolicyPush push,
            Accounts accounts,
            StateInbox states,
            BatchInbox batches,
            Renewals renewals,
            Enrollments enrollments,
            DatabaseMetrics databases,
            NodeMetrics nodes,
            RecordMetrics records) {
        to = new Exposition();
        master(lease, authority);
        policy(targets, push);
        refused(states, batches, renewals, enrollments);
        to.counter(
                "sluice_master_logins_refused_total",
                "Logins with a wrong name or password, or during the pause after some.",
                accounts::refused);
        databases.tell(to);
        nodes.tell(to);
        records.tell(to);
    }

    private void master(Lease lease, Authority authority) {
        to.info("sluice_master_info", "The master's version.", Map.of("version", ProductVersion.read()))
                .gauge("sluice_master_active", "1 while this master has the lease.", () -> lease.isLost() ? 0 : 1)
                .gauge("sluice_master_epoch", "The lease's epoch, raised by each master that takes it.", lease::epoch)
                .gauge(
                        "sluice_master_authority_ends_timestamp_seconds",
                        "When the certificate of the cluster's authority runs out, in seconds since 1970.",
                        () -> authority.ends().getEpochSecond());
    }

    private void policy(Targets targets, PolicyPush push) {
        to.gauge(
                        "sluice_master_policy_revision",
                        "The newest revision.",
                        () -> targets.aim().head().revision().number())
                .gauge(
                        "sluice_master_policy_published_timestamp_seconds",
                        "When it was published, in seconds since 1970.",
                        () -> targets.aim().head().publishedAt().getEpochSecond())
                .times(
                        "sluice_master_policy_send_seconds",
                        "Times from a revision's publication until the broker had it, of those that went to all nodes.",
                        push.sendTimes())
                .counter(
                        "sluice_master_policy_send_failures_total",
                        "Policies that the broker did not take; they are sent again.",
                        push::failures)
                .gauges(
                        "sluice_master_rollout",
                        "1 for the state of the rollout under way.",
                        List.of("state"),
                        values -> rollout(targets.aim().rollout(), values));
    }

    private static void rollout(Optional<Rollout> rollout, Exposition.Values values) {
        for (Rollout.State state : List.of(Rollout.State.CANARY, Rollout.State.HOLD)) {
            boolean is = rollout.map(Rollout::state).filter(state::equals).isPresent();
            values.is(is ? 1 : 0, state.name().toLowerCase(Locale.ROOT));
        }
    }

    private void refused(StateInbox states, BatchInbox batches, Renewals renewals, Enrollments enrollments) {
        String help = "What the master turned away: messages of nodes, requests to join, and floods of them.";
        to.counters("sluice_master_refused_total", help, List.of("what"), values -> {
            values.is(states.refused(), "states");
            values.is(batches.refused(), "records");
            values.is(renewals.refused(), "certificate_requests");
            values.is(enrollments.refused(), "enrollments");
            values.is(enrollments.floods(), "floods");
        });
    }

    /** The media type of what {@link #write} writes. @param accepted the header Accept of who asks, if there is one */
    public String contentType(@Nullable String accepted) {
        return to.contentType(accepted);
    }

    public void write(@Nullable String accepted, OutputStream out) throws IOException {
        to.write(accepted, out);
    }
}
