package dev.sluice.slave.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fixtures.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server whose slave cannot start, as its process shows it to whoever watches it. */
class BadConfigurationIT {
    private final Path temp =
            Folders.fresh(Path.of(System.getProperty("slave.temp")).normalize());

    @Test
    void endsTheProcessAndSaysWhyInOneLine() throws Exception {
        Path log = temp.resolve("log");
        Process server = server(log);
        try {
            assertThat(server.waitFor(3, TimeUnit.MINUTES))
                    .as("the process ends")
                    .isTrue();

            assertThat(server.exitValue()).isEqualTo(1);
            assertThat(Files.readAllLines(log).stream().filter(line -> line.startsWith("sluice: ")))
                    .singleElement()
                    .asString()
                    .startsWith("sluice: Bad configuration: sluice.proxy.threads ")
                    .endsWith(", not '1'");
        } finally {
            server.destroyForcibly();
        }
    }

    private Process server(Path log) throws Exception {
        Path servers = Path.of(System.getProperty("slave.servers"));
        Path boot = Path.of(System.getProperty("slave.boot"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx320m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + temp,
                        "-jar",
                        servers.resolve("payara-micro.jar").toString(),
                        "--nohazelcast",
                        "--disablephonehome",
                        "--port",
                        System.getProperty("slave.port.admin"),
                        "--prebootcommandfile",
                        boot.resolve("preboot.txt").toString(),
                        "--postbootcommandfile",
                        boot.resolve("postboot.txt").toString(),
                        "--deploy",
                        servers.resolve("slave.war").toString(),
                        "--contextroot",
                        "/"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SLUICE_NODE_DATA", temp.resolve("node").toString());
        builder.environment().put("SLUICE_PROXY_THREADS", "1");
        return builder.start();
    }
}
