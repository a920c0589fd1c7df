package dev.sluice.master.export;

import dev.sluice.accesslog.SquidLine;
import dev.sluice.master.report.StoredRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** How records are written. Every line, also the last, ends with the format's line break. */
public enum RecordFormat {
    /** RFC 4180 with a header line, UTF-8. */
    CSV("csv", "CSV", "text/csv", "csv") {
        @Override
        String head(Instant now) {
            return Csv.head();
        }

        @Override
        String line(StoredRecord record) {
            return Csv.line(record);
        }
    },
    /** A JSON object in each line, with what the list of records has. */
    JSON_LINES("jsonl", "JSON lines", "application/x-ndjson", "jsonl") {
        @Override
        String line(StoredRecord record) {
            return RecordValues.json(record) + "\n";
        }
    },
    /** Squid's native access.log. */
    SQUID("squid", "Squid's access.log", "text/plain", "log") {
        @Override
        String line(StoredRecord record) {
            return SquidLine.of(record.record()) + "\n";
        }
    },
    /** W3C's Extended Log File Format, working draft WD-logfile-960323. */
    W3C("w3c", "W3C extended", "text/plain", "log") {
        @Override
        String head(Instant now) {
            return W3cLine.head(now);
        }

        @Override
        String line(StoredRecord record) {
            return W3cLine.of(record) + "\n";
        }
    };

    private final String word;
    private final String title;
    private final String mediaType;
    private final String ending;

    RecordFormat(String word, String title, String mediaType, String ending) {
        this.word = word;
        this.title = title;
        this.mediaType = mediaType;
        this.ending = ending;
    }

    /** Empty if no format is called that. */
    public static Optional<RecordFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }

    /** What people and scripts call it. */
    public String word() {
        return word;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** Without parameters; the text is UTF-8. */
    public String mediaType() {
        return mediaType;
    }

    /** Of the name of a file with such lines, without the dot. */
    public String ending() {
        return ending;
    }

    /** What comes before the first record. */
    String head(Instant now) {
        return "";
    }

    abstract String line(StoredRecord record);
}
