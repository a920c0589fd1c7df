package dev.sluice.master.delivery;

import java.util.Locale;

/** What a report is delivered as. */
public enum ReportFormat {
    PDF("application/pdf") {
        @Override
        byte[] bytes(ReportText text) {
            return PdfReport.of(text);
        }
    },
    HTML("text/html; charset=utf-8") {
        @Override
        byte[] bytes(ReportText text) {
            return HtmlReport.of(text);
        }
    };

    private final String mediaType;

    ReportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** Its name in REST, and the ending of a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract byte[] bytes(ReportText text);
}
