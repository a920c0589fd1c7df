package dev.sluice.master.lease;

import dev.sluice.master.persistence.PatientDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps this master from being deployed while another one is active. The first connection is asked for before the
 * server lets message listeners begin: later, a standby would take messages that the active one should have.
 */
public class StandbyDataSource extends PatientDataSource {
    private static final long serialVersionUID = 1L;

    @Override
    protected String obstacle(Connection connection) throws SQLException {
        String rival = new LeaseRow(Holder.THIS, Lease.LIFE).rival(connection);
        return rival.isEmpty() ? "" : "Standing by: another master is active, on " + rival + ".";
    }
}
