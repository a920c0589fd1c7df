package dev.sluice.identity;

import dev.sluice.identity.ClusterCa.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/**
 * The key and certificate of one node, as a PKCS#12 file that appears or changes as a whole. While a request is on its
 * way, the key it is for stays in a second file beside it, so that the answer may come after any number of restarts.
 * Two instances on the same file must not be used at once; one is thread-safe.
 */
public final class NodeIdentity {
    private final Path keyStore;
    private final Path pending;
    private final char[] password;

    /** @param keyStore the file, which need not be there yet; every key in it has this password too */
    public NodeIdentity(Path keyStore, char[] password) {
        this.keyStore = keyStore;
        this.pending = keyStore.resolveSibling(keyStore.getFileName() + ".pending");
        this.password = password.clone();
    }

    /**
     * Asks for a certificate in the node's name. The key is a new one for the first request and then the same until
     * {@link #accept}.
     */
    public synchronized Pkcs10 request(String node) throws IOException {
        var subject = ClusterCa.subject(Role.SLAVE, node);
        var kept = pendingKey();
        if (kept.isPresent()) {
            return Pkcs10.of(subject, kept.get());
        }
        var keys = CertificateFactory.newKeys();
        var placeholder = CertificateFactory.placeholder(subject, keys);
        PrivateFiles.write(pending, Pkcs12.keyStore(keys.getPrivate(), password, placeholder));
        return Pkcs10.of(subject, keys);
    }

    /** Empty also for a file that cannot be read, and for a key whose certificate came and that was left over. */
    private Optional<KeyPair> pendingKey() throws IOException {
        if (!Files.exists(pending)) {
            return Optional.empty();
        }
        var used = Files.exists(keyStore) ? Optional.of(publicKey(keyStore)) : Optional.<PublicKey>empty();
        try {
            var entry = Pkcs12.readKey(pending, password);
            var key = entry.certificate().getPublicKey();
            return used.filter(key::equals).isPresent() ? Optional.empty() : Optional.of(new KeyPair(key, entry.key()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private PublicKey publicKey(Path file) throws IOException {
        return Pkcs12.readKey(file, password).certificate().getPublicKey();
    }

    /** Whether a request was made and its answer did not come yet. */
    public synchronized boolean isPending() throws IOException {
        return pendingKey().isPresent();
    }

    /**
     * Puts the answer to the last request into place.
     *
     * @param authority who must have issued it
     * @throws IOException when it is of another authority, for another key or not for a node, and nothing has changed; or
     *     when the file cannot be written
     */
    public synchronized Holder accept(CertificateChain chain, X509Certificate authority) throws IOException {
        if (!chain.authority().equals(authority)) {
            throw new IOException("the certificate is of another authority");
        }
        var holder = Holder.of(chain.leaf())
                .filter(found -> found.role() == Role.SLAVE)
                .orElseThrow(() -> new IOException("the certificate is not one of a node"));
        var keys = pendingKey().orElseThrow(() -> new IOException("no certificate was asked for"));
        if (!Arrays.equals(
                chain.leaf().getPublicKey().getEncoded(), keys.getPublic().getEncoded())) {
            throw new IOException("the certificate is for another key than the one that was asked for");
        }
        PrivateFiles.write(keyStore, Pkcs12.keyStore(keys.getPrivate(), password, chain.leaf(), chain.authority()));
        Files.deleteIfExists(pending);
        return holder;
    }

    /**
     * What the file says now; empty while there is none.
     *
     * @throws IOException for a wrong password or a damaged file
     */
    public synchronized Optional<Holder> current() throws IOException {
        return Files.exists(keyStore)
                ? Holder.of(Pkcs12.readKey(keyStore, password).certificate())
                : Optional.empty();
    }
}
