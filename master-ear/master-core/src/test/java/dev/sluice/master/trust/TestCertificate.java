package dev.sluice.master.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate for localhost that is its own authority. */
public final class TestCertificate {
    /** Of the key store. */
    public static final String PASSWORD = "0penSesame";

    /** Makes cert.pem and key.pem in the folder. */
    public static void make(Path folder) throws IOException, InterruptedException {
        openssl(
                folder,
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-days",
                "2",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem");
    }

    /** Puts both into the key store that it returns. */
    public static Path store(Path folder) throws IOException, InterruptedException {
        openssl(
                folder,
                "pkcs12",
                "-export",
                "-in",
                "cert.pem",
                "-inkey",
                "key.pem",
                "-passout",
                "pass:" + PASSWORD,
                "-out",
                "key.p12");
        return folder.resolve("key.p12");
    }

    private static void openssl(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("openssl.log");
        Process openssl = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (openssl.waitFor() != 0) {
            throw new IOException(Files.readString(log));
        }
    }

    private TestCertificate() {}
}
