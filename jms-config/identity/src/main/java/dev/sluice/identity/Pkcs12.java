package dev.sluice.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;

/** Reads and forms PKCS#12 stores; key and store share one password. */
final class Pkcs12 {
    static final String ALIAS = "sluice";

    record KeyEntry(PrivateKey key, X509Certificate certificate) {}

    static byte[] keyStore(PrivateKey key, char[] password, X509Certificate... chain) throws IOException {
        try {
            var store = empty();
            store.setKeyEntry(ALIAS, key, password, chain);
            return bytes(store, password);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot form a key store", e);
        }
    }

    static byte[] trustStore(char[] password, X509Certificate trusted) throws IOException {
        try {
            var store = empty();
            store.setCertificateEntry(ALIAS, trusted);
            return bytes(store, password);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot form a trust store", e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(KeyStore store, char[] password) throws IOException, GeneralSecurityException {
        var out = new ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }

    static KeyEntry readKey(Path file, char[] password) throws IOException {
        var store = load(file, password);
        try {
            if (store.getKey(ALIAS, password) instanceof PrivateKey key
                    && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
                return new KeyEntry(key, certificate);
            }
        } catch (GeneralSecurityException e) {
            throw damaged(file, e);
        }
        throw new IOException("%s holds no key named %s: restore it from a backup".formatted(file, ALIAS));
    }

    static X509Certificate readTrusted(Path file, char[] password) throws IOException {
        try {
            if (load(file, password).getCertificate(ALIAS) instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (GeneralSecurityException e) {
            throw damaged(file, e);
        }
        throw new IOException("%s holds no certificate named %s".formatted(file, ALIAS));
    }

    private static KeyStore load(Path file, char[] password) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (IOException e) {
            // KeyStore.load: a wrong password, and nothing else, is told by this cause.
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new IOException("the password does not open %s".formatted(file), e);
            }
            throw damaged(file, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static IOException damaged(Path file, Exception cause) {
        return new IOException("%s cannot be read or is damaged: restore it from a backup".formatted(file), cause);
    }

    private Pkcs12() {}
}
