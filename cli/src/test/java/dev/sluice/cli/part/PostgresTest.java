package dev.sluice.cli.part;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.Ports;
import dev.sluice.cli.process.Running;
import dev.sluice.cli.process.Trace;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    @TempDir
    private Path temp;

    private Site site;
    private Optional<Running> running = Optional.empty();

    @BeforeEach
    void layOut() throws Exception {
        DataFolder data = new DataFolder(temp.resolve("data"));
        data.prepare();
        int port = freePort();
        Ports ports = new Ports(1, 1, 1, 1, 1, 1, port);
        site = Site.prepare(data, new Distribution(temp), new ClusterOptions(1, "127.0.0.1", ports), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        if (running.isPresent()) {
            running.get().stop(Duration.ofSeconds(20));
        }
    }

    @Test
    void keepsItsDataAndIsTakenOverByALaterSupervisor() throws Exception {
        Running first = start(Optional.empty());
        try (Connection connection = connect(password())) {
            connection.createStatement().execute("CREATE TABLE kept AS SELECT 42 AS answer");
        }
        Running second = start(first.trace());

        assertThat(second.trace()).isEqualTo(first.trace());

        second.stop(Duration.ofSeconds(20));
        assertThat(second.ended().get(5, SECONDS)).isNotBlank();
        start(Optional.empty());
        try (Connection connection = connect(password());
                ResultSet rows = connection.createStatement().executeQuery("SELECT answer FROM kept")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void stopsInTimeWhileAClientIsConnected() throws Exception {
        Running postgres = start(Optional.empty());
        try (Connection connection = connect(password())) {
            assertThat(connection.isValid(2)).isTrue();

            postgres.stop(Duration.ofSeconds(20));

            assertThat(postgres.ended().get(1, SECONDS)).isEqualTo("exit code 0");
        }
    }

    @Test
    void asksForThePasswordEvenOnLoopback() throws Exception {
        start(Optional.empty());

        assertThatThrownBy(() -> connect("guessed")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(url(), "postgres", "postgres"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void makesTheFirstAdministratorsPasswordWithTheDatabaseOnly() throws Exception {
        start(Optional.empty()).stop(Duration.ofSeconds(20));
        assertThat(site.secrets().takeInitialAdminPassword()).isPresent();

        start(Optional.empty());

        assertThat(site.secrets().initialAdminPassword()).doesNotExist();
    }

    private Running start(Optional<Trace> leftover) throws Exception {
        Postgres postgres = new Postgres(site);
        Running started = postgres.start(leftover);
        running = Optional.of(started);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(postgres::advance);
        return started;
    }

    private Connection connect(String password) throws SQLException {
        return DriverManager.getConnection(url(), Database.NAME, password);
    }

    private String password() throws Exception {
        return site.secrets().password(Database.MASTER_PASSWORD);
    }

    private String url() {
        return Database.url(site.options().ports().database());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
