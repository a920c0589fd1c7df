package dev.sluice.cli.part;

import java.nio.file.Path;

/** What a server's resource adapter needs to reach the broker with a certificate. */
final class BrokerParameters {
    /** @param password of both stores */
    static String of(String host, int port, Path keyStore, Path trustStore, String password) {
        return String.join(
                ";",
                "host=" + host,
                "port=" + port,
                "sslEnabled=true",
                "forceSSLParameters=true",
                "keyStoreType=PKCS12",
                "keyStorePath=" + keyStore,
                "keyStorePassword=" + password,
                "trustStoreType=PKCS12",
                "trustStorePath=" + trustStore,
                "trustStorePassword=" + password);
    }

    private BrokerParameters() {}
}
