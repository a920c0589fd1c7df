package dev.sluice.master.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version that this master was built as. */
public final class ProductVersion {
    public static String read() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(
                ProductVersion.class.getResourceAsStream("/dev/sluice/master/version.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(properties.getProperty("version"));
    }

    private ProductVersion() {}
}
