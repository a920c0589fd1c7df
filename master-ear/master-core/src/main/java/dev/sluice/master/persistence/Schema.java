package dev.sluice.master.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date and then opens the doors. */
@ApplicationScoped
public class Schema {
    private final DataSource source;
    private final Gate gate;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Schema() {
        this(null, null);
    }

    @Inject
    Schema(DataSource source, Gate gate) {
        this.source = source;
        this.gate = gate;
    }

    /** Migrates and opens the doors. */
    public void migrate() {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        gate.open();
    }
}
