package dev.sluice.slave.admin;

import dev.sluice.jms.NodeState.Service;
import dev.sluice.slave.agent.Commands;
import dev.sluice.slave.agent.MasterTalk;
import dev.sluice.slave.agent.NodeAgent;
import dev.sluice.slave.filter.Traffic;
import dev.sluice.slave.policy.ActivePolicy;
import dev.sluice.slave.policy.PolicyInbox;
import dev.sluice.slave.policy.PolicyIntake;
import dev.sluice.slave.report.RecordSender;
import dev.sluice.slave.report.RecordSpool;
import dev.sluice.slave.section.Sections;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The node's metrics, {@code sluice_*}, read from the other rooms when they are asked for. Safe for any thread. */
public final class Metrics {
    private static final double NANOS_A_SECOND = 1e9;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    public Metrics(String node, String version) {
        Info.builder()
                .name("sluice_node_info")
                .help("The node and its version.")
                .labelNames("node", "version")
                .register(registry)
                .setLabelValues(node, version);
    }

    /** What goes through the proxy. */
    public Metrics proxy(Supplier<Traffic> traffic, BooleanSupplier ready, Supplier<Service> service) {
        CounterWithCallback.builder()
                .name("sluice_exchanges_total")
                .help("Exchanges and tunnels that ended, by what the policy did with them.")
                .labelNames("action")
                .callback(to -> {
                    Traffic now = traffic.get();
                    to.call(Math.max(0, now.exchanges() - now.blocked()), "allow");
                    to.call(now.blocked(), "block");
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("sluice_bytes_total")
                .help("Body and tunnel bytes, from clients (up) and to clients (down).")
                .labelNames("direction")
                .callback(to -> {
                    Traffic now = traffic.get();
                    to.call(now.bytesUp(), "up");
                    to.call(now.bytesDown(), "down");
                })
                .register(registry);
        counter("sluice_exchanges_failed_total", "Exchanges and tunnels that ended by an error.", () -> traffic.get()
                .failed());
        counter(
                "sluice_exchanges_unanswered_total",
                "Of the failed, those that a fault between the gateway and an origin ended.",
                () -> traffic.get().unanswered());
        SummaryWithCallback.builder()
                .name("sluice_answer_seconds")
                .help("Times from a request to the first byte of its origin's answer; tunnels are left out.")
                .callback(to -> {
                    Traffic now = traffic.get();
                    to.call(now.answers(), now.answerNanos() / NANOS_A_SECOND, Quantiles.EMPTY);
                })
                .register(registry);
        counter("sluice_tunnels_total", "Tunnels that were open and ended.", () -> traffic.get()
                .tunnels());
        gauge("sluice_tunnels_open", "Tunnels open now.", () -> traffic.get().openTunnels());
        gauge("sluice_exchanges_running", "Exchanges under way now, without open tunnels.", () -> traffic.get()
                .running());
        gauge("sluice_exchanges_in_flight", "Exchanges and tunnels that did not end yet.", () -> traffic.get()
                .inFlight());
        gauge("sluice_ready", "1 when the node takes traffic.", () -> ready.getAsBoolean() ? 1 : 0);
        GaugeWithCallback.builder()
                .name("sluice_service")
                .help("1 for the one that the node is in: serving, draining or drained.")
                .labelNames("state")
                .callback(to -> {
                    Service now = service.get();
                    for (Service each : Service.values()) {
                        to.call(each == now ? 1 : 0, each.name().toLowerCase(Locale.ROOT));
                    }
                })
                .register(registry);
        return this;
    }

    /** What becomes of access records. */
    public Metrics records(RecordSpool spool, RecordSender sender, long spoolMaxBytes) {
        CounterWithCallback.builder()
                .name("sluice_records_total")
                .help("Access records over the node's life: generated = freed + dropped + sluice_spool_records.")
                .labelNames("state")
                .callback(to -> {
                    var account = spool.account();
                    to.call(account.generated(), "generated");
                    to.call(account.freed(), "freed");
                    to.call(account.dropped(), "dropped");
                })
                .register(registry);
        CounterWithCallback.builder()
                .name("sluice_spool_given_up_total")
                .help("Access records that were given up, since the node has its folder.")
                .labelNames("class", "cause")
                .callback(to -> spool.drops()
                        .forEach(drop -> to.call(
                                drop.total(), drop.of().word(), drop.cause().word())))
                .register(registry);
        gauge("sluice_spool_failing", "1 while the disk does not take access records.", () -> spool.failing() ? 1 : 0);
        gauge(
                "sluice_spool_torn_bytes",
                "Bytes of the spool that were cut off at the start as torn.",
                spool::tornBytes);
        gauge("sluice_audits_open", "Audited exchanges under way.", spool::audits);
        counter(
                "sluice_audits_refused_total",
                "Audited exchanges that were refused because their records would not have been safe.",
                spool::auditsRefused);
        gauge("sluice_spool_records", "Access records that the master has not applied yet.", () -> spool.account()
                .spooled());
        gauge("sluice_spool_bytes", "Bytes of the spool on disk.", () -> spool.account()
                .spooledBytes());
        gauge("sluice_spool_max_bytes", "What the spool may take.", () -> spoolMaxBytes);
        counter("sluice_record_batches_sent_total", "Record batches that the broker took.", sender::batchesSent);
        counter("sluice_record_resends_total", "Times that all unanswered batches were sent again.", sender::resends);
        counter("sluice_record_send_failures_total", "Record batches that the broker did not take.", sender::failures);
        CounterWithCallback.builder()
                .name("sluice_record_answers_unexpected_total")
                .help("Answers of the master for records that are gone (behind) or never were here (stray).")
                .labelNames("kind")
                .callback(to -> {
                    to.call(spool.answersBehind(), "behind");
                    to.call(spool.strayAnswers(), "stray");
                })
                .register(registry);
        return this;
    }

    /** What the master and the node say to each other. */
    public Metrics master(
            ActivePolicy active, PolicyIntake intake, Commands commands, MasterTalk talk, NodeAgent agent) {
        gauge("sluice_policy_epoch", "Epoch of the active policy, 0 for none.", () -> active.revision()
                .epoch());
        gauge("sluice_policy_revision", "Revision of the active policy, 0 for none.", () -> active.revision()
                .number());
        gauge("sluice_policy_saved", "1 when the active policy is on disk.", () -> intake.saved() ? 1 : 0);
        counter(
                "sluice_policies_untrusted_total",
                "Policies that no master of this cluster has signed.",
                intake::untrustedCount);
        counter(
                "sluice_policies_outdated_total",
                "Policies older than the active one, which were passed over.",
                intake::outdatedCount);
        counter("sluice_policies_rejected_total", "Policies that this node refused.", intake::rejectedCount);
        counter(
                "sluice_messages_outdated_total",
                "Messages of a master that has lost its lease, which were dropped.",
                talk::outdated);
        counter("sluice_states_sent_total", "States told to the master.", agent::statesSent);
        counter("sluice_state_send_failures_total", "States that the broker did not take.", agent::failures);
        CounterWithCallback.builder()
                .name("sluice_messages_malformed_total")
                .help("Messages of the master that could not be read.")
                .labelNames("topic")
                .callback(to -> {
                    to.call(intake.malformedCount(), "policy");
                    to.call(commands.malformedCount(), "commands");
                })
                .register(registry);
        return this;
    }

    /** What is fetched for policies. */
    public Metrics sections(Sections sections, PolicyInbox inbox) {
        counter("sluice_sections_fetched_total", "Long lists that came from the master.", sections::fetched);
        counter("sluice_section_deltas_total", "Of them, those that came as a delta.", sections::deltas);
        counter("sluice_policies_dropped_total", "Policies that found too many others waiting.", inbox::dropped);
        return this;
    }

    /** How long the node may use the broker. */
    public Metrics certificate(Supplier<Optional<Instant>> ends) {
        gauge(
                "sluice_certificate_ends_timestamp_seconds",
                "When the node's certificate runs out, in seconds since 1970, 0 for none.",
                () -> ends.get().map(Instant::getEpochSecond).orElse(0L));
        return this;
    }

    String contentType(@Nullable String accepted) {
        return writer(accepted).getContentType();
    }

    void write(@Nullable String accepted, OutputStream to) throws IOException {
        writer(accepted).write(to, registry.scrape());
    }

    private ExpositionFormatWriter writer(@Nullable String accepted) {
        return formats.findWriter(accepted);
    }

    private void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(to -> to.call(value.getAsLong()))
                .register(registry);
    }

    private void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(to -> to.call(value.getAsLong()))
                .register(registry);
    }
}
