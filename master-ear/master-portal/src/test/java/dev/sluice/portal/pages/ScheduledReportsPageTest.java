package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.delivery.ReportTerms;
import dev.sluice.portal.fake.MemoryReportSchedules;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduledReportsPageTest {
    private final MemoryReportSchedules schedules = new MemoryReportSchedules();
    private final ScheduledReportsPage page = new ScheduledReportsPage();

    @BeforeEach
    void oneReport() {
        page.schedules = schedules;
        schedules.add(
                ReportTerms.of("Weekly", "weekly", "06:30", "Europe/Berlin", "", "pdf", List.of("ann@example.org")),
                "admin");
        page.show();
    }

    @Test
    void showsWhenItIsDueByItsOwnZoneAndHowItWent() {
        assertThat(page.getRows()).singleElement().satisfies(row -> {
            assertThat(row.rhythm()).isEqualTo("weekly at 06:30");
            assertThat(row.nextDue()).isEqualTo("Mon 2 Mar 2026 07:00 CET");
            assertThat(row.outcome()).isEqualTo("Failed 2 times, is tried again: Connection refused");
            assertThat(row.failing()).isTrue();
        });
    }

    @Test
    void opensWhatIsThere() {
        assertThat(page.open(1)).isTrue();
        assertThat(page.getForm().terms()).isEqualTo(schedules.terms.get(1L));
        assertThat(page.getForm().isNew()).isFalse();
        page.begin();
        assertThat(page.getForm().isNew()).isTrue();
    }

    @Test
    void opensNothingInPlaceOfWhatIsGone() {
        page.open(1);

        assertThat(page.open(9)).isFalse();
        assertThat(page.getForm().isNew()).isFalse();
    }
}
