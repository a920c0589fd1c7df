package dev.sluice.slave.policy;

import dev.sluice.identity.ClusterCa;
import dev.sluice.identity.PolicySigner;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicySignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cluster's authority, a master of it that signs, and the trust store of its nodes. */
public final class TestCluster {
    static final char[] PASSWORD = "of the test".toCharArray();

    /** The one that {@link Policies} are of. */
    public static final TestCluster OURS = new TestCluster();

    static final TestCluster ANOTHER = new TestCluster();

    private final Path trustStore;
    private final ClusterCa authority;
    private PolicySigner signer;

    private TestCluster() {
        try {
            Path folder = Files.createTempDirectory("cluster");
            authority = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
            trustStore = folder.resolve("truststore.p12");
            authority.writeTrustStore(trustStore, PASSWORD);
            for (Path file : new Path[] {trustStore, folder.resolve("ca"), folder}) {
                file.toFile().deleteOnExit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        signer = PolicySigner.certifiedBy(authority, "master");
    }

    public Signatures signatures() {
        return new Signatures(trustStore, PASSWORD);
    }

    Path trustStore() {
        return trustStore;
    }

    /** As after a start of the master: it has another key. */
    void newSigner() {
        signer = PolicySigner.certifiedBy(authority, "master");
    }

    PolicyMessage sign(PolicyMessage message) {
        return message.signed(new PolicySignature(signer.certificate(), signer.sign(message.signedBytes())));
    }
}
