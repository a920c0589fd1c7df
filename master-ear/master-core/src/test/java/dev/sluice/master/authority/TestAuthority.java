package dev.sluice.master.authority;

import dev.sluice.identity.ClusterCa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** An authority of the tests' own, made once. */
public final class TestAuthority {
    private static final ClusterCa CA = make();

    public static final Authority AUTHORITY = new Authority(CA);

    private static ClusterCa make() {
        try {
            Path folder = Files.createTempDirectory("authority");
            folder.toFile().deleteOnExit();
            return ClusterCa.openOrCreate(folder, "secret".toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static X509Certificate certificate() {
        return CA.certificate();
    }

    private TestAuthority() {}
}
