package dev.sluice.portal.pages;

import dev.sluice.master.report.StoredRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tells one record from all others, and its time, by which it is found at once: {@code slave-1/3/9@TIME}. */
record RecordKey(String node, long boot, long sequence, Instant time) {
    private static final Pattern FORM = Pattern.compile("(.+)/(-?\\d{1,18})/(\\d{1,18})@(.+)");

    static RecordKey of(StoredRecord stored) {
        return new RecordKey(
                stored.node(), stored.boot(), stored.sequence(), stored.record().time());
    }

    /** Empty where it is none. */
    static Optional<RecordKey> read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordKey(
                    form.group(1),
                    Long.parseLong(form.group(2)),
                    Long.parseLong(form.group(3)),
                    Instant.parse(form.group(4))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return node + "/" + boot + "/" + sequence + "@" + time;
    }
}
