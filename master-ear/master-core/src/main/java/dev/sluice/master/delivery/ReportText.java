package dev.sluice.master.delivery;

import java.util.List;

/**
 * A report in words, however it will look.
 *
 * @param facts lines above the tables
 */
record ReportText(String title, List<String> facts, List<Table> tables) {
    /** @param rows each with a text for each column; the first column is text, the others are numbers */
    record Table(String title, List<String> columns, List<List<String>> rows) {}
}
