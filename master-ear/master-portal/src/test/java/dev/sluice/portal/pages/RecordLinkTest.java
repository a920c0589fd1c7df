package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StatusRange;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordLinkTest {
    @Test
    void namesWhatIsFilteredBy() {
        RecordFilter filter = RecordFilter.ALL
                .with(RecordField.USER, "a&b c")
                .with(RecordField.ERROR, RecordFilter.ANY)
                .within(Instant.parse("2026-03-01T10:00:00Z"), Instant.MAX);

        assertThat(RecordLink.to(filter)).isEqualTo("records?user=a%26b+c&error=*&from=2026-03-01T10%3A00%3A00Z");
        assertThat(RecordLink.to(RecordFilter.ALL)).isEqualTo("records");
    }

    @Test
    void isReadAsItWasWritten() {
        RecordFilter filter = RecordFilter.ALL
                .with(RecordField.SITE, "www.example")
                .within(Instant.parse("2026-03-01T10:00:00Z"), Instant.parse("2026-03-01T11:00:00Z"));

        assertThat(RecordLink.read(
                        Map.of("site", "www.example", "from", "2026-03-01T10:00:00Z", "to", "2026-03-01T11:00:00Z")))
                .isEqualTo(filter);
    }

    @Test
    void holdsEveryPartOfAFilter() {
        RecordFilter filter =
                RecordFilter.ALL.withHost("exam").withText("ple/page").withStatus(new StatusRange(500, 599));

        assertThat(RecordLink.to(filter)).isEqualTo("records?host=exam&text=ple%2Fpage&status=5xx");
        assertThat(RecordLink.read(Map.of("host", "exam", "text", "ple/page", "status", "5xx")))
                .isEqualTo(filter);
    }

    @Test
    void leavesOutWhatCannotBeRead() {
        assertThat(RecordLink.read(Map.of("from", "yesterday", "colour", "red")))
                .isEqualTo(RecordFilter.ALL);
    }
}
