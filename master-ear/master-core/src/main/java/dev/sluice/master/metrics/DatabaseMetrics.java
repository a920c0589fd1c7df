package dev.sluice.master.metrics;

import dev.sluice.master.persistence.Apart;
import dev.sluice.master.persistence.Database;
import dev.sluice.metrics.Exposition;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.ToLongFunction;

/** How the master gets on with its database. */
@Dependent
class DatabaseMetrics {
    private static final List<String> POOL = List.of("pool");

    private final Database records;
    private final Database lease;
    private final Store store;

    @Inject
    DatabaseMetrics(Database records, @Apart Database lease, Store store) {
        this.records = records;
        this.lease = lease;
        this.store = store;
    }

    void tell(Exposition to) {
        to.counters(
                        "sluice_master_database_transactions_total",
                        "Transactions that were committed, but for those of policy work.",
                        POOL,
                        values -> each(values, Database::committed))
                .counters(
                        "sluice_master_database_failures_total",
                        "Transactions that the database did not do, but for those of policy work.",
                        POOL,
                        values -> each(values, Database::failed))
                .gauges(
                        "sluice_master_database_transactions_running",
                        "Transactions under way or waiting for a connection, but for those of policy work.",
                        POOL,
                        values -> each(values, Database::running))
                .gauges(
                        "sluice_master_database_connections",
                        "Connections of the master's pools by PostgreSQL's state, when last looked at.",
                        List.of("pool", "state"),
                        values -> store.seen()
                                .connections()
                                .forEach(seen -> values.is(
                                        seen.count(), seen.pool(), seen.state().replace(' ', '_'))))
                .gauge(
                        "sluice_master_database_bytes",
                        "The size of the database, when last looked at.",
                        () -> store.seen().bytes())
                .gauge(
                        "sluice_master_database_seen_timestamp_seconds",
                        "When the master last looked at the database, in seconds since 1970; done every ten seconds.",
                        () -> store.seen().at().getEpochSecond());
    }

    private void each(Exposition.Values values, ToLongFunction<Database> count) {
        values.is(count.applyAsLong(records), "records");
        values.is(count.applyAsLong(lease), "lease");
    }
}
