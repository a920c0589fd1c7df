package dev.sluice.cli.part;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentClient;
import dev.sluice.enrollment.EnrollmentProgress;
import dev.sluice.enrollment.EnrollmentRefusedException;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.identity.Pkcs10;
import dev.sluice.identity.PrivateFiles;
import dev.sluice.identity.TrustStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The folder with what makes a node a member of its cluster: its key and certificate, whom it trusts, and with which
 * activation key it came. The slave reads the stores itself, and renews its certificate in place.
 */
public record NodeFiles(Path folder) {
    public Path keyStore() {
        return folder.resolve("node.p12");
    }

    public Path trustStore() {
        return folder.resolve("truststore.p12");
    }

    private Path keyIdFile() {
        return folder.resolve("activation-key-id");
    }

    /** The id of the activation key that the node joined with, empty before. */
    String keyId() throws IOException {
        return Files.exists(keyIdFile()) ? Files.readString(keyIdFile()).strip() : "";
    }

    public boolean isMember() {
        return Files.exists(keyStore()) && Files.exists(trustStore());
    }

    /**
     * Asks the master until it has answered, and keeps the answer. The key store comes last: with it the node is a member.
     *
     * @param password of both stores
     */
    public Approved join(
            URI master,
            ActivationKey key,
            String node,
            String version,
            String password,
            Duration patience,
            EnrollmentProgress progress)
            throws EnrollmentRefusedException, IOException, InterruptedException {
        PrivateFiles.ownFolder(folder);
        NodeIdentity identity = new NodeIdentity(keyStore(), password.toCharArray());
        Pkcs10 request = identity.request(node);
        Approved approved =
                new EnrollmentClient(master, key, Clock.systemUTC()).enrol(node, request, version, patience, progress);
        TrustStore.write(trustStore(), password.toCharArray(), approved.chain().authority());
        PrivateFiles.write(keyIdFile(), (key.id() + "\n").getBytes(StandardCharsets.US_ASCII));
        identity.accept(approved.chain(), approved.chain().authority());
        return approved;
    }
}
