package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.fake.MemoryRecords;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordRowTest {
    private final RecordRow row = RecordRow.of(MemoryRecords.blocked());

    @Test
    void showsWhatMattersInTheTable() {
        assertThat(row.key()).isEqualTo("slave-1/3/9@2026-03-01T10:00:00.123Z");
        assertThat(row.host() + row.rest()).isEqualTo("ads.example:8080/banner");
        assertThat(row.rule()).isEqualTo("No ads");
        assertThat(row.bytes()).isEqualTo("1.2 kB");
        assertThat(row.duration()).isEqualTo("12 ms");
        assertThat(row.status() + row.error()).isEqualTo("403");
    }

    @Test
    void saysThatAnExchangeFailed() {
        RecordRow cut = RecordRow.of(MemoryRecords.cut());

        assertThat(cut.status()).isEqualTo("\u2013");
        assertThat(cut.error()).isEqualTo("node-stopped");
    }

    @Test
    void saysWhatWasDone() {
        assertThat(row.verdict()).isEqualTo("Blocked");
        assertThat(RecordRow.of(MemoryRecords.asked("ask", 5)).verdict()).isEqualTo("Asked");
        assertThat(RecordRow.of(MemoryRecords.allowed("ann", "staff", 5)).verdict())
                .isEqualTo("Allowed");
    }

    @Test
    void leavesOutDetailsThatAreNotKnown() {
        List<String> keys = row.details().stream().map(RecordRow.Detail::key).toList();

        assertThat(keys).contains("Category", "Request id", "Policy").doesNotContain("User", "Upstream", "Error");
    }
}
