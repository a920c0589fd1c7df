package dev.sluice.master.export;

import dev.sluice.master.report.StoredRecord;
import java.util.stream.Collectors;

/** RFC 4180, with every text in quotes. */
final class Csv {
    private static final String BREAK = "\r\n";
    /** With one of these a spreadsheet takes a text for a formula, and clients choose what they ask for. */
    private static final String FORMULA = "=+-@\t\r";

    static String head() {
        return RecordValues.ALL.stream().map(RecordValues.Value::name).collect(Collectors.joining(",", "", BREAK));
    }

    static String line(StoredRecord record) {
        return RecordValues.ALL.stream()
                .map(value -> cell(value.of().apply(record)))
                .collect(Collectors.joining(",", "", BREAK));
    }

    private static String cell(Object value) {
        if (value instanceof Number) {
            return value.toString();
        }
        String text = value.toString();
        String harmless = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }

    private Csv() {}
}
