package dev.sluice.master.policy;

import java.sql.Connection;
import java.sql.SQLException;

/** What another room writes in the transaction that publishes; what it throws rolls all back. */
@FunctionalInterface
public interface Alongside {
    Alongside NOTHING = (connection, next) -> {};

    /** @param next the revision that is being published, already written */
    void write(Connection connection, PublishedPolicy next) throws SQLException;
}
