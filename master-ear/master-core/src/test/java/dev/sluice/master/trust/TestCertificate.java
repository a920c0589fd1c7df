package dev.sluice.master.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A certificate for localhost that is its own authority. */
public final class TestCertificate {
    /** Makes cert.pem and key.pem in the folder. */
    public static void make(Path folder) throws IOException, InterruptedException {
        List<String> command = List.of(
                "openssl",
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
