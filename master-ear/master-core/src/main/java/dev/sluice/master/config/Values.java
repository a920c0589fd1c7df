package dev.sluice.master.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Settings by key, each checked for its form. What is wrong is told in one line that names the key. */
record Values(Function<String, Optional<String>> lookUp) {
    static IllegalArgumentException bad(String key, String problem) {
        return new IllegalArgumentException("Setting " + key + " " + problem + ".");
    }

    Optional<String> text(String key) {
        return lookUp.apply(key).filter(value -> !value.isBlank());
    }

    String required(String key) {
        return text(key).orElseThrow(() -> bad(key, "is not set"));
    }

    Optional<Path> path(String key) {
        return text(key).map(text -> path(key, text));
    }

    Path requiredPath(String key) {
        return path(key, required(key));
    }

    private static Path path(String key, String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw bad(key, "must be an absolute path, but is " + text);
        }
        return path;
    }

    URI httpsUrl(String key, String standard) {
        String text = text(key).orElse(standard);
        try {
            URI url = URI.create(text);
            if ("https".equals(url.getScheme()) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw bad(key, "is no URL: " + e.getMessage());
        }
        throw bad(key, "must be https://host[:port], but is " + text);
    }

    int port(String key, int standard) {
        String text = text(key).orElse(String.valueOf(standard));
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw bad(key, "must be a port from 1 to 65535, but is " + text);
        }
        return Integer.parseInt(text);
    }

    /** @param words what it may be */
    String choice(String key, List<String> words, String standard) {
        String text = text(key).orElse(standard);
        if (!words.contains(text)) {
            throw bad(key, "must be one of " + String.join(", ", words) + ", but is " + text);
        }
        return text;
    }

    Duration duration(String key, String standard, Duration least, Duration most) {
        String text = text(key).orElse(standard);
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw bad(key, "must be a duration such as " + standard + ", but is " + text);
        }
        throw bad(key, "must be from " + least + " to " + most + ", but is " + text);
    }
}
