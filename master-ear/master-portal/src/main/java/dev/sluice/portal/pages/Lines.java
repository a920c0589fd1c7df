package dev.sluice.portal.pages;

import java.util.Arrays;
import java.util.List;

/** Lists as people type them into a box. */
final class Lines {
    /** Values parted by line ends, commas or spaces; what follows a # on a line is a remark. */
    static List<String> values(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("#.*", ""))
                .flatMap(line -> Arrays.stream(line.split("[\\s,;]+")))
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    static String text(List<String> values) {
        return String.join("\n", values);
    }

    private Lines() {}
}
