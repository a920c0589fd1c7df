package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
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
        assertThat(page.getNarrowing()).isEmpty();
    }

    @Test
    void filtersAsItsAddressSays() {
        open(Map.of("node", "slave-1", "user", "anna", "error", "*", "from", "2026-03-01T10:00:00Z"));

        assertThat(page.getNode()).isEqualTo("slave-1");
        assertThat(page.getNarrowing()).containsExactly("user: anna", "error: any");
        assertThat(page.getFromMillis()).isEqualTo(1_772_359_200_000L);
        assertThat(page.getToMillis()).isZero();
        assertThat(records.asked.exactly()).containsEntry(RecordField.USER, "anna");
    }

    @Test
    void clearsWhatTheAddressSaidToo() {
        open(Map.of("node", "slave-1", "user", "anna"));
        page.clear();

        assertThat(records.asked).isEqualTo(RecordFilter.ALL);
        assertThat(page.getNode()).isEmpty();
    }

    private void open(Map<String, String> parameters) {
        page.records = records;
        page.nodes = new MemoryNodes();
        page.parameters = parameters;
        page.begin();
    }
}
