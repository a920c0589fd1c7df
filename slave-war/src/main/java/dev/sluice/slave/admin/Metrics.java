package dev.sluice.slave.admin;

import dev.sluice.jms.NodeState.Records;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.metrics.Exposition;
import dev.sluice.slave.accesslog.AccessLog;
import dev.sluice.slave.agent.Commands;
import dev.sluice.slave.agent.MasterTalk;
import dev.sluice.slave.agent.NodeAgent;
import dev.sluice.slave.filter.Outcomes;
import dev.sluice.slave.filter.Traffic;
import dev.sluice.slave.policy.ActivePolicy;
import dev.sluice.slave.policy.PolicyInbox;
import dev.sluice.slave.policy.PolicyIntake;
import dev.sluice.slave.report.RecordSender;
import dev.sluice.slave.report.RecordSpool;
import dev.sluice.slave.section.Sections;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The node's metrics, {@code sluice_*}, read from the other rooms when they are asked for. Safe for any thread. */
public final class Metrics {
    private static final double MILLIS_A_SECOND = 1e3;

    private final Exposition to = new Exposition();

    public Metrics(String node, String version) {
        to.info("sluice_node_info", "The node and its version.", Map.of("node", node, "version", version));
    }

    /** What goes through the proxy. */
    public Metrics proxy(
            Supplier<Traffic> traffic, Outcomes outcomes, BooleanSupplier ready, Supplier<Service> service) {
        ended(traffic, outcomes);
        to.gauge("sluice_tunnels_open", "Tunnels open now.", () -> traffic.get().openTunnels())
                .gauge("sluice_exchanges_running", "Exchanges under way now, without open tunnels.", () -> traffic.get()
                        .running())
                .gauge("sluice_exchanges_in_flight", "Exchanges and tunnels that did not end yet.", () -> traffic.get()
                        .inFlight())
                .gauge("sluice_ready", "1 when the node takes traffic.", () -> ready.getAsBoolean() ? 1 : 0)
                .state("sluice_service", "1 for the one that the node is in.", Service.class, service);
        return this;
    }

    private void ended(Supplier<Traffic> traffic, Outcomes outcomes) {
        String actions = "Exchanges and tunnels that ended, by what the policy did with them.";
        to.counters("sluice_exchanges_total", actions, List.of("action"), values -> {
            Traffic now = traffic.get();
            values.is(Math.max(0, now.exchanges() - now.blocked() - now.asked()), "allow");
            values.is(now.asked(), "authenticate");
            values.is(now.blocked(), "block");
        });
        String bytes = "Body and tunnel bytes, from clients (up) and to clients (down).";
        to.counters("sluice_bytes_total", bytes, List.of("direction"), values -> {
            Traffic now = traffic.get();
            values.is(now.bytesUp(), "up");
            values.is(now.bytesDown(), "down");
        });
        String statuses = "Exchanges and tunnels that ended, by the class of the status that the client got.";
        to.counters("sluice_responses_total", statuses, List.of("status"), values -> {
            List<Long> counts = outcomes.statuses();
            values.is(counts.get(0), "none");
            for (int hundreds = 1; hundreds < counts.size(); hundreds++) {
                values.is(counts.get(hundreds), hundreds + "xx");
            }
        });
        to.counter("sluice_exchanges_failed_total", "Exchanges and tunnels that ended by an error.", () -> traffic.get()
                        .failed())
                .counter(
                        "sluice_exchanges_unanswered_total",
                        "Of the failed, those that a fault between the gateway and an origin ended.",
                        () -> traffic.get().unanswered())
                .counter("sluice_tunnels_total", "Tunnels that were open and ended.", () -> traffic.get()
                        .tunnels())
                .times(
                        "sluice_answer_seconds",
                        "Times from a request to the first byte of its origin's answer; tunnels are left out.",
                        outcomes.answerTimes())
                .times(
                        "sluice_exchange_seconds",
                        "Times from a request to the end of the response; open tunnels are left out.",
                        outcomes.exchangeTimes());
    }

    /** What becomes of access records. */
    public Metrics records(RecordSpool spool, RecordSender sender, long spoolMaxBytes) {
        String records = "Access records over the node's life: generated = freed + dropped + sluice_spool_records.";
        to.counters("sluice_records_total", records, List.of("state"), values -> {
            Records account = spool.account();
            values.is(account.generated(), "generated");
            values.is(account.freed(), "freed");
            values.is(account.dropped(), "dropped");
        });
        String givenUp = "Access records that were given up, since the node has its folder.";
        to.counters("sluice_spool_given_up_total", givenUp, List.of("class", "cause"), values -> spool.drops()
                .forEach(drop ->
                        values.is(drop.total(), drop.of().word(), drop.cause().word())));
        to.gauge(
                        "sluice_spool_failing",
                        "1 while the disk does not take access records.",
                        () -> spool.failing() ? 1 : 0)
                .gauge(
                        "sluice_spool_torn_bytes",
                        "Bytes of the spool that were cut off at the start as torn.",
                        spool::tornBytes)
                .gauge("sluice_audits_open", "Audited exchanges under way.", spool::audits)
                .counter(
                        "sluice_audits_refused_total",
                        "Audited exchanges that were refused because their records would not have been safe.",
                        spool::auditsRefused);
        String answers = "Answers of the master for records that are gone (behind) or never were here (stray).";
        to.counters("sluice_record_answers_unexpected_total", answers, List.of("kind"), values -> {
            values.is(spool.answersBehind(), "behind");
            values.is(spool.strayAnswers(), "stray");
        });
        to.gauge("sluice_spool_records", "Access records that the master has not applied yet.", () -> spool.account()
                        .spooled())
                .gauge("sluice_spool_bytes", "Bytes of the spool on disk.", () -> spool.account()
                        .spooledBytes())
                .gauge("sluice_spool_max_bytes", "What the spool may take.", () -> spoolMaxBytes)
                .gauge(
                        "sluice_spool_waiting_seconds",
                        "How long records wait since the master last applied any, 0 when none do.",
                        () -> spool.waiting().toMillis() / MILLIS_A_SECOND)
                .counter(
                        "sluice_record_batches_sent_total", "Record batches that the broker took.", sender::batchesSent)
                .counter(
                        "sluice_record_resends_total",
                        "Times that all unanswered batches were sent again.",
                        sender::resends)
                .counter(
                        "sluice_record_send_failures_total",
                        "Record batches that the broker did not take.",
                        sender::failures);
        return this;
    }

    /** What becomes of the node's own log. */
    public Metrics accessLog(AccessLog log) {
        to.counter("sluice_access_log_lines_total", "Lines written to the access.log.", log::written);
        to.counter(
                "sluice_access_log_dropped_total", "Access records that have no line in the access.log.", log::dropped);
        return this;
    }

    /** What the master and the node say to each other. */
    public Metrics master(
            ActivePolicy active, PolicyIntake intake, Commands commands, MasterTalk talk, NodeAgent agent) {
        policy(active, intake);
        to.counter(
                        "sluice_messages_outdated_total",
                        "Messages of a master that has lost its lease, which were dropped.",
                        talk::outdated)
                .counter("sluice_states_sent_total", "States told to the master.", agent::statesSent)
                .counter("sluice_state_send_failures_total", "States that the broker did not take.", agent::failures);
        String malformed = "Messages of the master that could not be read.";
        to.counters("sluice_messages_malformed_total", malformed, List.of("topic"), values -> {
            values.is(intake.malformedCount(), "policy");
            values.is(commands.malformedCount(), "commands");
        });
        String offset = "What must be added to the node's clock to have the master's; nothing until it was measured.";
        to.gauges("sluice_clock_offset_seconds", offset, List.of(), values -> talk.clock()
                .ifPresent(reading -> values.is(reading.offset().toMillis() / MILLIS_A_SECOND)));
        return this;
    }

    private void policy(ActivePolicy active, PolicyIntake intake) {
        to.gauge("sluice_policy_epoch", "Epoch of the active policy, 0 for none.", () -> active.revision()
                        .epoch())
                .gauge("sluice_policy_revision", "Revision of the active policy, 0 for none.", () -> active.revision()
                        .number())
                .gauge("sluice_policy_saved", "1 when the active policy is on disk.", () -> intake.saved() ? 1 : 0)
                .counter(
                        "sluice_policies_untrusted_total",
                        "Policies that no master of this cluster has signed.",
                        intake::untrustedCount)
                .counter(
                        "sluice_policies_outdated_total",
                        "Policies older than the active one, which were passed over.",
                        intake::outdatedCount)
                .counter("sluice_policies_rejected_total", "Policies that this node refused.", intake::rejectedCount);
    }

    /** What is fetched for policies. */
    public Metrics sections(Sections sections, PolicyInbox inbox) {
        to.counter("sluice_sections_fetched_total", "Long lists that came from the master.", sections::fetched)
                .counter("sluice_section_deltas_total", "Of them, those that came as a delta.", sections::deltas)
                .counter(
                        "sluice_policies_dropped_total",
                        "Policies that found too many others waiting.",
                        inbox::dropped);
        return this;
    }

    /** How long the node may use the broker. */
    public Metrics certificate(Supplier<Optional<Instant>> ends) {
        to.gauge(
                "sluice_certificate_ends_timestamp_seconds",
                "When the node's certificate runs out, in seconds since 1970, 0 for none.",
                () -> ends.get().map(Instant::getEpochSecond).orElse(0L));
        return this;
    }

    String contentType(@Nullable String accepted) {
        return to.contentType(accepted);
    }

    void write(@Nullable String accepted, OutputStream out) throws IOException {
        to.write(accepted, out);
    }
}
