package dev.sluice.cli.part;

import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is to be deployed in the master's domain at one start of its server. What is deployed stands in a file beside the
 * domain, so that only what has changed is deployed again. Three attempts, because the server listens before it takes
 * commands.
 */
final class Deployment {
    private static final int ATTEMPTS = 3;

    private final Distribution distribution;
    private final Path domain;
    private final String wanted;
    private boolean done;
    private int attempts;

    Deployment(Distribution distribution, Path domain) throws IOException {
        this.distribution = distribution;
        this.domain = domain;
        this.wanted = Distribution.digest(distribution.resourceAdapter()) + "\n"
                + Distribution.digest(distribution.masterApplication()) + "\n";
        this.done = deployed().equals(wanted);
    }

    /** Deploys what the running server does not have, or has in another edition; true when it has all. */
    boolean complete(Asadmin asadmin) throws IOException, InterruptedException {
        if (!done && attempts < ATTEMPTS) {
            attempts++;
            deploy(asadmin);
            done = true;
        }
        return done;
    }

    private void deploy(Asadmin asadmin) throws IOException, InterruptedException {
        Path commands = domain.resolve("deploy.asadmin");
        PrivateFiles.write(commands, String.join("\n", commands()) + "\n");
        try {
            asadmin.run(commands);
        } catch (IOException e) {
            if (attempts == ATTEMPTS) {
                throw new Problem(
                        "The master application could not be deployed: " + e.getMessage(),
                        "The master's log says more: ./sluice logs master",
                        e);
            }
            throw e;
        }
        PrivateFiles.write(marker(), wanted);
    }

    private List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        if (deployed().isEmpty()) {
            commands.add(BootFile.fill(
                    Files.readString(distribution.masterBoot().resolve("deploy.txt"), StandardCharsets.UTF_8),
                    Map.of("RAR", distribution.resourceAdapter().toString())));
        } else if (!deployed().lines().findFirst().equals(wanted.lines().findFirst())) {
            commands.add("deploy --force=true --name artemis-ra " + distribution.resourceAdapter());
        }
        commands.add("deploy --force=true --name master " + distribution.masterApplication());
        return commands;
    }

    private String deployed() throws IOException {
        return Files.exists(marker()) ? Files.readString(marker(), StandardCharsets.UTF_8) : "";
    }

    private Path marker() {
        return domain.resolve("deployed");
    }
}
