package dev.sluice.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/**
 * Where a broker listens, keeps its files, and which certificate it shows and trusts.
 *
 * @param host the address to listen on
 * @param port the TLS port
 * @param folder journal and admission list; whatever is in it can be deleted while the broker is down
 * @param keyStore PKCS#12 with the broker's key and chain; replaced files are picked up while it runs
 * @param trustStore PKCS#12 with the authority that signs the clients
 */
public record BrokerSettings(
        String host,
        int port,
        Path folder,
        Path keyStore,
        String keyStorePassword,
        Path trustStore,
        String trustStorePassword) {

    /** @throws IOException naming the store that cannot be read with its password */
    void checkStores() throws IOException {
        check(keyStore, keyStorePassword);
        check(trustStore, trustStorePassword);
    }

    private static void check(Path store, String password) throws IOException {
        try {
            KeyStore.getInstance(store.toFile(), password.toCharArray());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("cannot open %s: %s".formatted(store, e.getMessage()), e);
        }
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "BrokerSettings[%s:%d, folder=%s, keyStore=%s, trustStore=%s]"
                .formatted(host, port, folder, keyStore, trustStore);
    }
}
