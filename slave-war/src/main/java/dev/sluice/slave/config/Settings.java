package dev.sluice.slave.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Reads values, remembers which keys exist, and collects all that is wrong so that it is told at once. */
final class Settings {
    private static final Pattern NODE_ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Config config;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    Settings(Config config) {
        this.config = config;
    }

    String text(String key, String standard) {
        return find(key).orElse(standard);
    }

    String nodeId(String key) {
        String value = required(key);
        if (!value.isEmpty() && !NODE_ID.matcher(value).matches()) {
            problem(key, "must be lower-case letters, digits and hyphens, at most 63", value);
        }
        return value;
    }

    Path path(String key) {
        return Path.of(required(key)).toAbsolutePath().normalize();
    }

    Optional<Path> optionalPath(String key) {
        Optional<Path> path = find(key).map(Path::of);
        if (path.isPresent() && !path.get().isAbsolute()) {
            problem(key, "must be an absolute path", path.get().toString());
        }
        return path.map(Path::normalize);
    }

    /** Never shown, whatever is wrong with it. */
    String secret(String key) {
        return required(key);
    }

    Optional<URI> https(String key) {
        Optional<String> text = find(key);
        try {
            Optional<URI> url =
                    text.map(URI::create).filter(uri -> "https".equals(uri.getScheme()) && uri.getHost() != null);
            if (url.isPresent() || text.isEmpty()) {
                return url;
            }
        } catch (IllegalArgumentException bad) {
            // said below
        }
        problem(key, "must be a URL such as https://master.example:8888", text.orElse(""));
        return Optional.empty();
    }

    int number(String key, int standard, int least, int most) {
        return (int) number(key, (long) standard, least, most);
    }

    long number(String key, long standard, long least, long most) {
        return parse(key, standard, "must be a whole number from " + least + " to " + most, text -> {
            long number = Long.parseLong(text);
            if (number < least || number > most) {
                throw new NumberFormatException(text);
            }
            return number;
        });
    }

    Duration duration(String key, Duration standard) {
        return parse(key, standard, "must be a positive ISO-8601 duration such as PT10S", text -> {
            Duration duration = Duration.parse(text);
            if (duration.isNegative() || duration.isZero()) {
                throw new DateTimeParseException("not positive", text, 0);
            }
            return duration;
        });
    }

    List<String> networks(String key) {
        List<String> networks = new ArrayList<>();
        for (String part : text(key, "").split(",")) {
            if (!part.isBlank()) {
                networks.add(part.strip());
            }
        }
        for (String network : networks) {
            if (Network.parse(network).isEmpty()) {
                problem(key, "must be networks such as 10.0.0.0/8, separated by commas", network);
            }
        }
        return networks;
    }

    /** Throws when a value was bad, or a key under {@code sluice.} is not one that was read. */
    void check() {
        Set<String> environment = new LinkedHashSet<>();
        known.forEach(key -> environment.add(environmentName(key)));
        for (String name : config.getPropertyNames()) {
            boolean unknownKey = name.startsWith("sluice.") && !known.contains(name);
            boolean unknownVariable = name.startsWith("SLUICE_") && !environment.contains(name);
            if (unknownKey || unknownVariable) {
                problems.add(name + " is not a setting of the slave");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Bad configuration: " + String.join("; ", problems));
        }
    }

    private String required(String key) {
        Optional<String> value = find(key);
        if (value.isEmpty()) {
            problems.add(key + " is missing (environment variable " + environmentName(key) + ")");
        }
        return value.orElse("");
    }

    private <T> T parse(String key, T standard, String rule, Function<String, T> parser) {
        Optional<String> text = find(key);
        try {
            return text.map(parser).orElse(standard);
        } catch (NumberFormatException | DateTimeParseException bad) {
            problem(key, rule, text.orElse(""));
            return standard;
        }
    }

    private Optional<String> find(String key) {
        known.add(key);
        return config.getOptionalValue(key, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }

    private void problem(String key, String rule, String value) {
        problems.add(key + " " + rule + ", not '" + value + "'");
    }

    private static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
