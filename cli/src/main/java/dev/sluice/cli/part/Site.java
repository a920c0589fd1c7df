package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.Identities;
import dev.sluice.cli.cluster.Secrets;
import dev.sluice.enrollment.ActivationKey;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
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

    /** What the master's resource adapter needs to reach the broker with its certificate. */
    String masterBrokerParameters() throws IOException {
        return BrokerParameters.of(
                ClusterOptions.LOOPBACK,
                options.ports().broker(),
                identities.keyStore(Master.NAME),
                identities.trustStore(),
                identities.password());
    }

    /** The file with the activation key with which the slaves of this machine join. */
    Path activationKey() throws IOException {
        Path file = secrets.folder().resolve("activation-key");
        if (!Files.exists(file)) {
            PrivateFiles.write(
                    file, ActivationKey.create(identities.fingerprint()).text() + "\n");
        }
        return file;
    }
}
