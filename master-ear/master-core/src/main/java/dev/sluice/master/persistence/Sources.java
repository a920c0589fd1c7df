package dev.sluice.master.persistence;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Gives the pools for JDBC to whoever injects them. */
@ApplicationScoped
class Sources {
    @Produces
    @Resource(lookup = Pools.RECORDS)
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // set by the container, read by it
    private DataSource records;

    @Resource(lookup = Pools.LEASE)
    @SuppressWarnings("NullAway.Init") // set by the container
    private DataSource lease;

    @Produces
    @Apart
    @Singleton
    Database lease(Gate gate) {
        return new Database(lease, gate);
    }
}
