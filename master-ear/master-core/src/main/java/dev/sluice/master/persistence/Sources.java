package dev.sluice.master.persistence;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;

/** Gives the pool for JDBC to whoever injects it. */
@ApplicationScoped
class Sources {
    @Produces
    @Resource(lookup = Pools.RECORDS)
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // set by the container, read by it
    private DataSource records;
}
