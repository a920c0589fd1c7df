package dev.sluice.master.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A key with its certificate, by which the master proves to others who it is. */
public final class OwnKey {
    /**
     * Reads a key store, PKCS#12.
     *
     * @param key the setting that names the file
     * @throws IllegalArgumentException with one line that names the key when there is none in it that the password opens
     */
    public static KeyManager[] in(Path file, String password, String key) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            if (!holdsKey(store)) {
                throw new GeneralSecurityException("no private key is in it");
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password.toCharArray());
            return keys.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Setting " + key + ", " + file + ", holds no usable key: " + e.getMessage(), e);
        }
    }

    private static boolean holdsKey(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return true;
            }
        }
        return false;
    }

    private OwnKey() {}
}
