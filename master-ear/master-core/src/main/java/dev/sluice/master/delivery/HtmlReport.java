package dev.sluice.master.delivery;

import dev.sluice.master.delivery.ReportText.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A report as one HTML page that needs nothing else, for browsers and mail programs. */
final class HtmlReport {
    private static final String STYLE = "body{font:14px sans-serif;max-width:50em;margin:2em auto;color:#222}"
            + "table{border-collapse:collapse;width:100%;margin-bottom:1.5em}"
            + "th,td{padding:.3em .6em;border-bottom:1px solid #ddd;text-align:right}"
            + "th:first-child,td:first-child{text-align:left;word-break:break-all}";

    static byte[] of(ReportText text) {
        String facts = text.facts().stream().map(fact -> escape(fact) + "<br>").collect(Collectors.joining("\n"));
        String tables = text.tables().stream().map(HtmlReport::table).collect(Collectors.joining("\n"));
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>%1$s</title><style>%2$s</style></head>
            <body><h1>%1$s</h1>
            <p>%3$s</p>
            %4$s
            </body></html>
            """.formatted(escape(text.title()), STYLE, facts, tables).getBytes(StandardCharsets.UTF_8);
    }

    private static String table(Table table) {
        if (table.rows().isEmpty()) {
            return "<h2>" + escape(table.title()) + "</h2><p>None.</p>";
        }
        return "<h2>" + escape(table.title()) + "</h2><table><tr>" + cells("th", table.columns()) + "</tr>"
                + table.rows().stream()
                        .map(row -> "<tr>" + cells("td", row) + "</tr>")
                        .collect(Collectors.joining("\n"))
                + "</table>";
    }

    private static String cells(String tag, List<String> texts) {
        return texts.stream()
                .map(text -> "<" + tag + ">" + escape(text) + "</" + tag + ">")
                .collect(Collectors.joining());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private HtmlReport() {}
}
