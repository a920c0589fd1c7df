package dev.sluice.cli.part;

import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be deployed in a fresh domain of the master, once. Three attempts, because the server listens before it takes
 * commands; what an earlier attempt has deployed is deployed again. But none after one whose end was not seen: the server
 * may still be at it, as that of a master that stands by is, and deploying over that leaves neither. It has come to its end when
 * the portal answers; a server that does not get there is started again, in a fresh domain.
 */
final class Deployment {
    private static final int ATTEMPTS = 3;

    /** Runs a file of commands on the server, and throws if one of them fails. */
    interface Client {
        void run(Path commands) throws IOException, InterruptedException;
    }

    /** The portal of the server. */
    interface Portal {
        boolean answers() throws IOException;
    }

    private final Distribution distribution;
    private final Domain domain;
    private boolean done;
    private boolean unseen;
    private int attempts;

    Deployment(Distribution distribution, Domain domain) throws IOException {
        this.distribution = distribution;
        this.domain = domain;
        this.done = domain.isComplete();
    }

    /** Deploys in the running server what its domain does not have yet; true when it has all. */
    boolean complete(Client client, Portal portal) throws IOException, InterruptedException {
        if (unseen && portal.answers()) {
            finish();
        }
        if (!done && !unseen && attempts < ATTEMPTS) {
            attempts++;
            deploy(client);
            finish();
        }
        return done;
    }

    private void finish() throws IOException {
        domain.completed();
        unseen = false;
        done = true;
    }

    private void deploy(Client client) throws IOException, InterruptedException {
        Path commands = domain.folder().resolve("deploy.asadmin");
        PrivateFiles.write(commands, String.join("\n", commands()) + "\n");
        try {
            client.run(commands);
        } catch (InterruptedIOException e) {
            unseen = true;
            throw e;
        } catch (IOException e) {
            if (attempts == ATTEMPTS) {
                throw new Problem(
                        "The master application could not be deployed: " + e.getMessage(),
                        "The master's log says more: ./sluice logs master",
                        e);
            }
            throw e;
        }
    }

    private List<String> commands() throws IOException {
        Path boot = distribution.masterBoot().resolve("deploy.txt");
        return List.of(
                BootFile.fill(
                        Files.readString(boot, StandardCharsets.UTF_8),
                        Map.of("RAR", distribution.resourceAdapter().toString())),
                "deploy --force=true --name master " + distribution.masterApplication());
    }
}
