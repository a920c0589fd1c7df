package dev.sluice.master.syslog;

import java.util.function.IntFunction;

/** Texts from clients and origins, made harmless: no character that some receiver takes for the end of a line is left. */
final class Clean {
    /** With U+FFFD for each control character and each separator of lines. */
    static String text(String text) {
        return replaced(text, c -> "\uFFFD");
    }

    /** The same JSON, with such characters escaped; in JSON they are in texts only. */
    static String json(String json) {
        return replaced(json, "\\u%04x"::formatted);
    }

    private static String replaced(String text, IntFunction<String> by) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (breaks(c)) {
                clean.append(by.apply(c));
            } else {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private static boolean breaks(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private Clean() {}
}
