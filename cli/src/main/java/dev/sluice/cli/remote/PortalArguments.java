package dev.sluice.cli.remote;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.Place;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.supervise.ClusterState;
import dev.sluice.cli.supervise.StateFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which master is asked, and as whom. Without options: the master of the cluster in the data folder, with the token that
 * {@code up} put there for this command.
 */
final class PortalArguments {
    @Mixin
    private final Place place = new Place();

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "${env:SLUICE_MASTER}",
            description = "The master's portal, https://HOST:PORT. Default: $SLUICE_MASTER, or the cluster in --data.")
    private Optional<URI> master = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            defaultValue = "${env:SLUICE_CA}",
            description =
                    "The certificate of the cluster's authority (PEM). Default: $SLUICE_CA, or the one in --data.")
    private Optional<Path> authority = Optional.empty();

    @Option(names = "--json", description = "Print the master's answer as JSON, for scripts.")
    private boolean json;

    boolean json() {
        return json;
    }

    Portal portal() throws IOException {
        return new Portal(master(), authority(), token());
    }

    private URI master() throws IOException {
        if (master.isPresent()) {
            return master.get();
        }
        ClusterState state = new StateFile(place.data().state())
                .read()
                .orElseThrow(() -> new Problem(
                        "There is no cluster in " + place.data().root() + ".",
                        "Start one with ./sluice up, or name a master with --master https://HOST:PORT --ca FILE."));
        return URI.create("https://" + state.options().reachable() + ":"
                + state.options().ports().portal());
    }

    private X509Certificate authority() throws IOException {
        Path file = authority.orElseGet(() -> place.data().secrets().resolve("ca/ca.crt"));
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (NoSuchFileException e) {
            throw new Problem("There is no " + file + ".", "Name the authority's certificate with --ca FILE.", e);
        } catch (CertificateException e) {
            throw new Problem(file + " is no certificate in PEM form.", "Name the right one with --ca FILE.", e);
        }
    }

    private String token() throws IOException {
        String given = System.getenv("SLUICE_TOKEN");
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        Path file = place.data().secrets().resolve("cli-token");
        if (!Files.isReadable(file)) {
            throw new Problem(
                    "There is no token to ask the master with: " + file + " cannot be read.",
                    "Set SLUICE_TOKEN to a token of an administrator; POST /api/v1/tokens makes one.");
        }
        return Files.readString(file).strip();
    }

    /** The exit code for a question that all nodes must answer with yes. */
    static int exit(boolean good) {
        return good ? ExitCode.OK : ExitCode.NOT_READY;
    }
}
