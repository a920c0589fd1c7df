package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is in the logs, and what is not, after all that was done to the cluster. */
@ExtendWith(ClusterExtension.class)
@Order(9)
class LogsIT {
    private static final int SHORTEST = 16;

    private final Cluster cluster;

    LogsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void holdNoSecret() throws IOException {
        List<String> secrets = secrets();
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(7).allSatisfy(secret -> assertThat(secret.length())
                .isGreaterThanOrEqualTo(SHORTEST));

        for (Path log : logs()) {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            assertThat(secrets.stream().filter(text::contains).map(String::length))
                    .as("lengths of the secrets in %s", log)
                    .isEmpty();
        }
    }

    /** Clients of the storm have broken off thousands of answers. */
    @Test
    void sayNothingOfClientsThatGoAway() throws IOException {
        for (String slave : Cluster.SLAVES) {
            Path log = cluster.data().resolve("logs").resolve(slave + ".log");
            assertThat(Files.readString(log, StandardCharsets.ISO_8859_1)).doesNotContain("while notifying listener");
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(cluster.data())) {
            List<Path> logs = files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().contains(".log"))
                    .toList();
            assertThat(logs).extracting(log -> log.getFileName().toString()).contains("master.log", "server.log");
            return logs;
        }
    }

    private List<String> secrets() throws IOException {
        Path folder = cluster.data().resolve("secrets");
        Properties passwords = new Properties();
        try (Reader text = Files.newBufferedReader(folder.resolve("passwords.properties"))) {
            passwords.load(text);
        }
        List<String> secrets = new ArrayList<>();
        passwords.stringPropertyNames().forEach(name -> secrets.add(passwords.getProperty(name)));
        for (String file : List.of("activation-key", "cli-token", "metrics-token")) {
            secrets.add(Files.readString(folder.resolve(file)).strip());
        }
        secrets.add(cluster.portal().password());
        secrets.add(SignInIT.PASSWORD);
        secrets.add(Base64.getEncoder()
                .encodeToString((SignInIT.ANN + ":" + SignInIT.PASSWORD).getBytes(StandardCharsets.UTF_8)));
        return secrets;
    }
}
