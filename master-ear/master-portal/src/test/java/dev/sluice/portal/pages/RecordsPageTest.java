package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StatusRange;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.fake.MemoryRecords;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        assertThat(page.getForm().getFromMillis()).isEqualTo(1_772_359_200_000L);
        assertThat(page.getForm().getToMillis()).isZero();
        assertThat(records.asked.exactly()).containsEntry(RecordField.USER, "anna");
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

    private void open(Map<String, String> parameters) {
        page.records = records;
        page.nodes = new MemoryNodes();
        page.parameters = parameters;
        page.begin();
    }
}
