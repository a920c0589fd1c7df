package dev.sluice.master.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The master's settings, {@code sluice.*}. An unknown or bad key stops the boot with a line that names it.
 *
 * @param databaseUrl {@code sluice.database.url}, {@code jdbc:postgresql://...}
 * @param databaseUser {@code sluice.database.user}
 * @param databasePassword {@code sluice.database.password}; never printed
 * @param initialPasswordFile {@code sluice.admin.initial-password-file}: the first password of {@code admin}, read only
 *     while there is no account
 * @param portalUrl {@code sluice.portal.url}: where people and nodes reach the portal
 */
public record MasterConfig(
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        Optional<Path> initialPasswordFile,
        URI portalUrl) {
    static final String DATABASE_URL = "sluice.database.url";
    static final String DATABASE_USER = "sluice.database.user";
    static final String DATABASE_PASSWORD = "sluice.database.password";
    static final String INITIAL_PASSWORD_FILE = "sluice.admin.initial-password-file";
    static final String PORTAL_URL = "sluice.portal.url";
    static final Set<String> KEYS =
            Set.of(DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD, INITIAL_PASSWORD_FILE, PORTAL_URL);

    /**
     * Reads and checks the settings of this server.
     *
     * @throws IllegalArgumentException with one line that names the key
     */
    public static MasterConfig load() {
        Config config = ConfigProvider.getConfig(MasterConfig.class.getClassLoader());
        return read(key -> config.getOptionalValue(key, String.class), config.getPropertyNames());
    }

    /**
     * Reads and checks settings.
     *
     * @param values looks a key up
     * @param names all names that are set anywhere, dotted or as environment variables
     * @throws IllegalArgumentException with one line that names the key
     */
    static MasterConfig read(Function<String, Optional<String>> values, Iterable<String> names) {
        refuseUnknown(names);
        return new MasterConfig(
                databaseUrl(values),
                required(values, DATABASE_USER),
                required(values, DATABASE_PASSWORD),
                values.apply(INITIAL_PASSWORD_FILE).map(MasterConfig::path),
                portalUrl(values.apply(PORTAL_URL).orElse("https://localhost:8888")));
    }

    private static void refuseUnknown(Iterable<String> names) {
        for (String name : names) {
            boolean dotted = name.startsWith("sluice.") && !KEYS.contains(name);
            boolean variable = name.startsWith("SLUICE_") && KEYS.stream().noneMatch(key -> name.equals(variable(key)));
            if (dotted || variable) {
                throw new IllegalArgumentException(
                        "Unknown setting " + name + ". The master knows " + new TreeSet<>(KEYS) + ".");
            }
        }
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String databaseUrl(Function<String, Optional<String>> values) {
        String url = required(values, DATABASE_URL);
        if (!url.startsWith("jdbc:postgresql://")) {
            throw bad(DATABASE_URL, "must start with jdbc:postgresql://");
        }
        if (url.contains("password=")) {
            throw bad(DATABASE_URL, "must not hold the password; set " + DATABASE_PASSWORD);
        }
        return url;
    }

    private static Path path(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw bad(INITIAL_PASSWORD_FILE, "must be an absolute path, but is " + text);
        }
        return path;
    }

    private static URI portalUrl(String text) {
        try {
            URI url = URI.create(text);
            if ("https".equals(url.getScheme()) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw bad(PORTAL_URL, "is no URL: " + e.getMessage());
        }
        throw bad(PORTAL_URL, "must be https://host[:port], but is " + text);
    }

    private static String required(Function<String, Optional<String>> values, String key) {
        return values.apply(key).filter(value -> !value.isBlank()).orElseThrow(() -> bad(key, "is not set"));
    }

    private static IllegalArgumentException bad(String key, String problem) {
        return new IllegalArgumentException("Setting " + key + " " + problem + ".");
    }

    @Override
    public String toString() {
        return "MasterConfig[" + databaseUser + " at " + databaseUrl + ", portal " + portalUrl + "]";
    }
}
