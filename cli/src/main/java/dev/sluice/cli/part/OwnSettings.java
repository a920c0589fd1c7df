package dev.sluice.cli.part;

import dev.sluice.cli.cluster.Problem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** The settings that a person has put into a file, beside those that the cluster gives a part by itself. */
final class OwnSettings {
    private static final String PREFIX = "sluice.";

    /**
     * As environment variables; none where there is no file.
     *
     * @param given the variables that the cluster gives, which the file may not set
     * @throws Problem for a file that is no properties file, or a key that does not belong there
     */
    static Map<String, String> in(Path file, Set<String> given) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        Properties typed = read(file);
        for (String key : typed.stringPropertyNames()) {
            String variable = variable(key);
            if (!key.startsWith(PREFIX)) {
                throw new Problem(
                        file + " has the key " + key + ", which is no setting.", "Settings begin with " + PREFIX + ".");
            }
            if (given.contains(variable)) {
                throw new Problem(file + " sets " + key + ", which the cluster sets by itself.", "Take it out.");
            }
            settings.put(variable, typed.getProperty(key).strip());
        }
        return settings;
    }

    private static Properties read(Path file) throws IOException {
        Properties typed = new Properties();
        if (Files.exists(file)) {
            try (Reader text = Files.newBufferedReader(file)) {
                typed.load(text);
            } catch (IllegalArgumentException e) {
                throw new Problem(
                        file + " cannot be read: " + e.getMessage(),
                        "Write key=value lines, and \\\\ for a backslash.",
                        e);
            }
        }
        return typed;
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private OwnSettings() {}
}
