package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Secrets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The master's database and role in a PostgreSQL that listens on loopback. */
final class Database {
    static final String OWNER = "postgres";
    static final String OWNER_PASSWORD = "database-owner";
    static final String NAME = "sluice";
    static final String MASTER_PASSWORD = "database";

    private final int port;
    private final Secrets secrets;
    private boolean prepared;

    Database(int port, Secrets secrets) {
        this.port = port;
        this.secrets = secrets;
    }

    static String url(int port) {
        return "jdbc:postgresql://" + ClusterOptions.LOOPBACK + ":" + port + "/" + NAME;
    }

    /** Makes role and database when they are missing; true once the master can log in. */
    boolean prepare() throws IOException {
        try {
            if (!prepared) {
                create();
                prepared = true;
            }
            try (Connection connection = connect(NAME, NAME, MASTER_PASSWORD)) {
                return connection.isValid(1);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void create() throws SQLException, IOException {
        try (Connection connection = connect("postgres", OWNER, OWNER_PASSWORD);
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                // The password is of letters and digits only: nothing to quote.
                statement.execute(
                        "CREATE ROLE " + NAME + " LOGIN PASSWORD '" + secrets.password(MASTER_PASSWORD) + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect(String database, String user, String password) throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", secrets.password(password));
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("ApplicationName", "sluice");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + ClusterOptions.LOOPBACK + ":" + port + "/" + database, properties);
    }
}
