package dev.sluice.tests.cluster;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The master's database, read past the master: what is really stored. */
final class Ledger {
    private final Cluster cluster;

    Ledger(Cluster cluster) {
        this.cluster = cluster;
    }

    /** How often each path that starts so is stored. */
    Map<String, Integer> timesStored(String prefix) throws IOException, InterruptedException, SQLException {
        try (Connection database = connect();
                PreparedStatement query = database.prepareStatement(
                        "SELECT path, count(*) FROM access_record WHERE starts_with(path, ?) GROUP BY path")) {
            query.setString(1, prefix);
            Map<String, Integer> times = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    times.put(rows.getString(1), rows.getInt(2));
                }
            }
            return times;
        }
    }

    private Connection connect() throws IOException, InterruptedException, SQLException {
        Properties passwords = new Properties();
        try (InputStream in = Files.newInputStream(cluster.data().resolve("secrets/passwords.properties"))) {
            passwords.load(in);
        }
        JsonObject ports = cluster.ports();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.getInt("database") + "/sluice",
                "sluice",
                passwords.getProperty("database"));
    }
}
