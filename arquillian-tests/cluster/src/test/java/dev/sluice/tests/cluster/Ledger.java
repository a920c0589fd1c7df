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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The master's database, read past the master: what is really stored. */
final class Ledger {
    /** Days are summed up when they are over; until then their hours stand in for them. */
    private static final Map<String, String> TIERS = Map.of(
            "minute", "tier = 'M'",
            "hour", "tier = 'H'",
            "day", "(tier = 'D' OR tier = 'H' AND bucket >= (SELECT up_to FROM rollup_summed))");

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

    /**
     * A record.
     *
     * @param id its path, or the user agent of a tunnel
     */
    record Stored(String id, String node, int status) {}

    /** All records whose id starts so. */
    List<Stored> stored(String prefix) throws IOException, InterruptedException, SQLException {
        try (Connection database = connect();
                PreparedStatement query = database.prepareStatement("""
                        SELECT id, node, status FROM access_record
                        CROSS JOIN LATERAL (SELECT CASE method WHEN 'CONNECT' THEN user_agent ELSE path END AS id) AS named
                        WHERE starts_with(id, ?)""")) {
            query.setString(1, prefix);
            List<Stored> all = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    all.add(new Stored(rows.getString(1), rows.getString(2), rows.getInt(3)));
                }
            }
            return all;
        }
    }

    /** The masters with connections to the database, by the last word of their names. */
    List<String> connectedMasters() throws IOException, InterruptedException, SQLException {
        return lines("SELECT DISTINCT split_part(application_name, ' ', 2) FROM pg_stat_activity"
                + " WHERE starts_with(application_name, 'sluice-')");
    }

    /** The lives of nodes whose sequences are not 0, 1, 2 and so on, each stored once or counted as a gap. */
    List<String> brokenSequences() throws IOException, InterruptedException, SQLException {
        return lines("""
                SELECT format('%s, boot %s: next %s, stored %s, damaged %s, missing %s, gaps %s, but %s rows of %s sequences up to %s',
                        node, boot, next, stored, damaged, missing, gaps, rows, sequences, last)
                FROM (SELECT node, boot, count(*) AS rows, count(DISTINCT sequence) AS sequences, max(sequence) AS last,
                        min(sequence) AS first FROM access_record GROUP BY node, boot) AS records
                FULL JOIN record_watermark USING (node, boot)
                WHERE coalesce(stored, -1) <> coalesce(rows, 0) OR rows <> sequences
                        OR stored + damaged + missing + gaps <> next OR first < 0 OR last >= next""");
    }

    /** Where sums differ from the records that they are of: by tier, node and minute, hour or day. */
    List<String> wrongSums() throws IOException, InterruptedException, SQLException {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> tier : TIERS.entrySet()) {
            wrong.addAll(lines("""
                    WITH sums AS (
                        SELECT date_trunc('%1$s', bucket, 'UTC') AS at, node, sum(requests) AS requests,
                            sum(blocked) AS blocked, sum(errors) AS errors, sum(tunnels) AS tunnels,
                            sum(bytes_up) AS up, sum(bytes_down) AS down
                        FROM (SELECT bucket, node, requests, blocked, errors, tunnels, bytes_up, bytes_down
                                FROM rollup WHERE %2$s AND dimension = 0
                            UNION ALL SELECT bucket, node, requests, blocked, errors, tunnels, bytes_up, bytes_down
                                FROM rollup_delta WHERE dimension = 0) AS parts
                        GROUP BY 1, 2),
                    records AS (
                        SELECT date_trunc('%1$s', time, 'UTC') AS at, node, count(*) AS requests,
                            count(*) FILTER (WHERE action = 'block') AS blocked,
                            count(*) FILTER (WHERE error <> '') AS errors,
                            count(*) FILTER (WHERE scheme = 'tunnel') AS tunnels,
                            sum(bytes_up) AS up, sum(bytes_down) AS down
                        FROM access_record GROUP BY 1, 2)
                    SELECT format('%1$s %%s of %%s: sums %%s, records %%s', at, node, sums, records)
                    FROM sums FULL JOIN records USING (at, node)
                    WHERE (sums.requests, sums.blocked, sums.errors, sums.tunnels, sums.up, sums.down)
                        IS DISTINCT FROM
                        (records.requests, records.blocked, records.errors, records.tunnels, records.up, records.down)
                    """.formatted(tier.getKey(), tier.getValue())));
        }
        return wrong;
    }

    private List<String> lines(String sql) throws IOException, InterruptedException, SQLException {
        try (Connection database = connect();
                PreparedStatement query = database.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
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
