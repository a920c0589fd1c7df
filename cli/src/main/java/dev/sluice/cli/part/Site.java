package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.Identities;
import dev.sluice.cli.cluster.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** All that the parts of one cluster share. */
record Site(
        DataFolder data,
        Distribution distribution,
        ClusterOptions options,
        Secrets secrets,
        Identities identities,
        Micro micro) {
    static Site prepare(DataFolder data, Distribution distribution, ClusterOptions options, Clock clock)
            throws IOException {
        Secrets secrets = Secrets.openOrCreate(data.secrets());
        return new Site(
                data,
                distribution,
                options,
                secrets,
                Identities.prepare(secrets, options, clock),
                new Micro(distribution.payaraMicro(), data));
    }

    /** The Java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What the resource adapter of a node needs to reach the broker with the node's certificate. */
    String brokerParameters(String node) throws IOException {
        return String.join(
                ";",
                "host=" + ClusterOptions.LOOPBACK,
                "port=" + options.ports().broker(),
                "sslEnabled=true",
                "forceSSLParameters=true",
                "keyStoreType=PKCS12",
                "keyStorePath=" + identities.keyStore(node),
                "keyStorePassword=" + identities.password(),
                "trustStoreType=PKCS12",
                "trustStorePath=" + identities.trustStore(),
                "trustStorePassword=" + identities.password());
    }
}
