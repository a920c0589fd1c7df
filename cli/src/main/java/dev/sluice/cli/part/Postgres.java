package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.process.Launch;
import dev.sluice.cli.process.StopSignal;
import dev.sluice.cli.supervise.Listener;
import dev.sluice.cli.supervise.ProcessPart;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PostgreSQL under the data folder: on loopback only, with generated passwords, one database for the master. */
final class Postgres extends ProcessPart {
    static final String NAME = "postgres";

    private final Site site;
    private final Database database;

    Postgres(Site site) {
        this.site = site;
        this.database = new Database(site.options().ports().database(), site.secrets());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        return ClusterOptions.LOOPBACK + ":" + port();
    }

    @Override
    public int stage() {
        return 0;
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    protected List<Listener> listeners() {
        return List.of(new Listener(ClusterOptions.LOOPBACK, port(), "PostgreSQL", "--database-port"));
    }

    @Override
    protected StopSignal signal() {
        return StopSignal.INTERRUPT;
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(20);
    }

    @Override
    protected Launch launch() throws IOException, InterruptedException {
        PostgresBinaries.unpack(binaries());
        if (!Files.exists(cluster().resolve("PG_VERSION"))) {
            site.secrets().makeInitialAdminPassword();
            initialize();
        }
        List<String> command = asOrdinaryUser(List.of(
                binaries().resolve("bin/postgres").toString(),
                "-D",
                cluster().toString(),
                "-c",
                "listen_addresses=" + ClusterOptions.LOOPBACK,
                "-c",
                "port=" + port(),
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_prepared_transactions=64",
                "-c",
                "max_connections=64",
                "-c",
                "shared_buffers=128MB",
                // what a transaction writes to the log goes to disk while it runs, and its end waits for the rest only
                "-c",
                "wal_writer_delay=10ms",
                // files of the log are used again, not deleted and made anew in the middle of a transaction
                "-c",
                "min_wal_size=1GB",
                // workers that read what the system holds in memory cost half as much processor time again
                "-c",
                "io_method=sync"));
        return new Launch(
                command,
                Map.of("LC_ALL", "C"),
                site.data().postgres(),
                site.data().log(NAME),
                List.of());
    }

    private void initialize() throws IOException, InterruptedException {
        Path fresh = Folders.fresh(cluster());
        Path passwordFile = site.secrets().folder().resolve("database-owner");
        PrivateFiles.write(passwordFile, site.secrets().password(Database.OWNER_PASSWORD) + "\n");
        try {
            Tool.run(
                    site.data().log(NAME),
                    asOrdinaryUser(List.of(
                            binaries().resolve("bin/initdb").toString(),
                            "-D",
                            fresh.toString(),
                            "-U",
                            Database.OWNER,
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "--encoding=UTF8",
                            "--locale=C",
                            "--no-instructions")));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(fresh, cluster());
    }

    private List<String> asOrdinaryUser(List<String> command) throws InterruptedException {
        return OrdinaryUser.ofThisProcess().command(command, site.data().log(NAME));
    }

    @Override
    public boolean advance() throws IOException {
        return database.prepare();
    }

    private int port() {
        return site.options().ports().database();
    }

    private Path binaries() {
        return site.data().postgres().resolve("programs");
    }

    private Path cluster() {
        return site.data().postgres().resolve("cluster");
    }
}
