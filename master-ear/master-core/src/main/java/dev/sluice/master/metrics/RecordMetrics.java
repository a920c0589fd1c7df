package dev.sluice.master.metrics;

import dev.sluice.master.report.BatchInbox;
import dev.sluice.master.report.IngestCounts;
import dev.sluice.master.report.NodeAccount;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.metrics.Exposition;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** What becomes of access records. */
@Dependent
class RecordMetrics {
    private final BatchInbox inbox;
    private final Rollups rollups;
    private final Store store;

    @Inject
    RecordMetrics(BatchInbox inbox, Rollups rollups, Store store) {
        this.inbox = inbox;
        this.rollups = rollups;
        this.store = store;
    }

    void tell(Exposition to) {
        batches(to, inbox.counts());
        records(to, inbox.counts());
        to.times("sluice_master_rollup_fold_seconds", "How long it takes to fold the roll-ups.", rollups.foldTimes())
                .gauge(
                        "sluice_master_rollup_backlog",
                        "How many hours of records from before the roll-ups are not summed up yet.",
                        () -> store.seen().backlog())
                .gauge(
                        "sluice_master_quarantine_rows",
                        "Rows with what could not be read or stored; the newest thousand are kept.",
                        () -> store.seen().quarantined());
    }

    private void batches(Exposition to, IngestCounts counts) {
        to.counter("sluice_master_batches_total", "Record batches that were answered.", counts::batches)
                .counter("sluice_master_batch_bytes_total", "Bytes of those batches.", counts::bytes)
                .counter(
                        "sluice_master_batches_ahead_total",
                        "Batches after a hole, whose nodes were told from where to send again.",
                        counts::ahead)
                .counter(
                        "sluice_master_batches_put_off_total",
                        "Batches not stored, as the database was away or another master active; they are sent again.",
                        inbox::putOff)
                .gauge("sluice_master_batches_waiting", "Batches that wait to be stored.", inbox::waiting)
                .times("sluice_master_ingest_seconds", "How long the transactions took that store.", counts.times());
    }

    private void records(Exposition to, IngestCounts counts) {
        String help = "Access records by what became of them: stored, passed over because they had come before, damaged"
                + " (in quarantine), or missing because their node had dropped them.";
        to.counters("sluice_master_records_total", help, List.of("result"), values -> {
            values.is(counts.stored(), "stored");
            values.is(counts.duplicates(), "duplicate");
            values.is(counts.damaged(), "damaged");
            values.is(counts.missing(), "missing");
        });
        to.gauges(
                "sluice_master_records_complete_timestamp_seconds",
                "All records are here of exchanges that ended before, in seconds since 1970; nothing without nodes.",
                List.of(),
                values -> store.seen().accounts().stream()
                        .map(NodeAccount::completeUpTo)
                        .min(Instant::compareTo)
                        .ifPresent(until -> values.is(until.getEpochSecond())));
    }
}
