package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StatusRange;
import dev.sluice.master.report.StoredRecord;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.fake.MemoryRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsPageTest {
    private final MemoryRecords records = new MemoryRecords();
    private final RecordsPage page = new RecordsPage();

    @Test
    void showsAllAtFirst() {
        open(Map.of());

        assertThat(records.asked).isEqualTo(RecordFilter.ALL);
        assertThat(page.isFiltered()).isFalse();
        assertThat(page.getForm().getNarrowing()).isEmpty();
    }

    @Test
    void filtersAsItsAddressSays() {
        open(Map.of("node", "slave-1", "user", "anna", "error", "*", "from", "2026-03-01T10:00:00Z"));

        assertThat(page.getForm().getNode()).isEqualTo("slave-1");
        assertThat(page.getForm().getNarrowing()).containsExactly("user: anna", "error: any");
        assertThat(page.getForm().getFrom()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(page.getForm().getTo()).isEmpty();
        assertThat(records.asked.exactly()).containsEntry(RecordField.USER, "anna");
    }

    @Test
    void filtersByTheTimesThatAreChosen() {
        open(Map.of());
        page.getForm().setFrom("2026-03-01T10:00:00.000Z");
        page.getForm().setTo("soon");
        page.load();

        assertThat(records.asked)
                .isEqualTo(RecordFilter.ALL.within(Instant.parse("2026-03-01T10:00:00Z"), Instant.MAX));
    }

    @Test
    void clearsWhatTheAddressSaidToo() {
        open(Map.of("node", "slave-1", "user", "anna"));
        page.clear();

        assertThat(records.asked).isEqualTo(RecordFilter.ALL);
        assertThat(page.getForm().getNode()).isEmpty();
    }

    @Test
    void filtersByStatusAndText() {
        open(Map.of("text", "ample/x", "status", "4xx"));

        assertThat(records.asked.text()).isEqualTo("ample/x");
        assertThat(records.asked.status()).isEqualTo(new StatusRange(400, 499));
        assertThat(page.getForm().getStatus()).isEqualTo("4xx");

        page.getForm().setStatus("4");
        page.load();

        assertThat(page.getForm().isStatusWrong()).isTrue();
        assertThat(records.asked.status()).isEqualTo(StatusRange.ALL);
    }

    @Test
    void doesNotTryAgainByItselfWhatTookTooLong() {
        open(Map.of("text", "x"));
        records.tooLong = true;
        page.load();
        records.asked = RecordFilter.ALL;

        page.refresh();

        assertThat(page.getProblem()).contains("Narrow it down");
        assertThat(page.getRows()).isEmpty();
        assertThat(records.asked).as("not asked again").isEqualTo(RecordFilter.ALL);
    }

    @Test
    void takesInWhatHasComeWithoutLookingThroughAllAgain() {
        StoredRecord newest = MemoryRecords.blocked();
        records.records.add(newest);
        open(Map.of("action", "block"));
        records.asked = RecordFilter.ALL;
        records.arriving.addAll(List.of(newest, MemoryRecords.late()));

        page.refresh();

        assertThat(page.getRows())
                .extracting(RecordRow::key)
                .containsExactly(
                        RecordKey.of(newest).toString(),
                        RecordKey.of(MemoryRecords.late()).toString());
        assertThat(records.asked).as("not asked for all").isEqualTo(RecordFilter.ALL);

        records.missing = true;
        page.refresh();
        assertThat(records.asked.exactly()).containsEntry(RecordField.ACTION, "block");
    }

    @ParameterizedTest
    @CsvSource({"PT0.5S, false, PT0S", "PT3S, false, PT15S", "PT0.5S, true, PT10S", "PT3S, true, PT15S"})
    void readsLessOftenByItselfWhatTakesLong(Duration reading, boolean bySite, Duration rest) {
        assertThat(RecordsPage.rest(reading, bySite)).isEqualTo(rest);
    }

    @Test
    void groupsBySiteAndLeadsToTheRecordsOfOne() {
        records.records.add(MemoryRecords.blocked());
        open(Map.of("action", "block"));

        page.group();

        assertThat(page.getRows()).isEmpty();
        assertThat(page.getSites())
                .containsExactly(new SiteRow(
                        "ads.example",
                        "records?site=ads.example&action=block",
                        "1",
                        "1",
                        "2.0 kB",
                        "2026-03-01T10:00:00.123Z",
                        1_772_359_200_123L));
        assertThat(page.getCounted()).isEqualTo("Of all 1 records that match.");
        records.asked = RecordFilter.ALL;
        page.refresh();
        assertThat(records.asked).as("read again at once").isEqualTo(RecordFilter.ALL);
        page.group();
        assertThat(page.getRows()).hasSize(1);
    }

    private void open(Map<String, String> parameters) {
        page.records = records;
        page.nodes = new MemoryNodes();
        page.parameters = parameters;
        page.begin();
    }
}
