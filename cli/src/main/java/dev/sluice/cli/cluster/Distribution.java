package dev.sluice.cli.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The built parts that a cluster runs: servers, applications and their boot command files. */
public record Distribution(Path root) {
    public Distribution {
        root = root.toAbsolutePath().normalize();
    }

    public Path payaraServer() {
        return root.resolve("payara.zip");
    }

    public Path payaraMicro() {
        return root.resolve("payara-micro.jar");
    }

    public Path resourceAdapter() {
        return root.resolve("artemis-ra.rar");
    }

    public Path masterApplication() {
        return root.resolve("master.ear");
    }

    public Path slaveApplication() {
        return root.resolve("slave.war");
    }

    /** Boot command files of the master. */
    public Path masterBoot() {
        return root.resolve("master");
    }

    /** Boot command files of a slave. */
    public Path slaveBoot() {
        return root.resolve("slave");
    }

    /** Refuses a distribution in which something is missing. */
    public void check() {
        for (Path part :
                List.of(payaraServer(), payaraMicro(), resourceAdapter(), masterApplication(), slaveApplication())) {
            if (!Files.isRegularFile(part)) {
                throw new Problem(
                        "The build is not complete: " + part + " is missing.",
                        "Run ./mvnw -DskipTests package, then try again.");
            }
        }
    }
}
