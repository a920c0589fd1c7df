package dev.sluice.cli;

import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the cluster's data and the built distribution are: options of every command. */
public final class Place {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:SLUICE_DATA}",
            description = "The folder that holds everything the cluster keeps. Default: $SLUICE_DATA, or .sluice in the"
                    + " checkout.")
    private Optional<Path> data = Optional.empty();

    public DataFolder data() {
        return new DataFolder(data.orElseGet(() -> home().resolve(".sluice")));
    }

    static Distribution distribution() {
        return new Distribution(Path.of(System.getProperty(
                "sluice.dist", home().resolve("cli/target/dist").toString())));
    }

    /** The checkout, as the script tells. */
    private static Path home() {
        return Path.of(System.getProperty("sluice.home", "."));
    }
}
