package dev.sluice.cli.remote;

import dev.sluice.cli.cluster.Problem;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people type them: {@code 30s}, {@code 10m}, {@code 12h}, {@code 7d}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd])");

    static Duration parse(String option, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Problem(
                    option + " is \"" + text + "\", which is no length of time.", "Write it as 30s, 10m, 12h or 7d.");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private Durations() {}
}
