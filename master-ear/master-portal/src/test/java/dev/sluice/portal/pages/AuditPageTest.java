package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.audit.AuditFilter;
import dev.sluice.master.audit.Seal;
import dev.sluice.master.audit.Verdict;
import dev.sluice.portal.fake.MemoryAudit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditPageTest {
    private final MemoryAudit audit = new MemoryAudit();
    private final AuditPage page = new AuditPage();

    @BeforeEach
    void load() {
        page.audit = audit;
        page.load();
    }

    @Test
    void showsWhatWasBeforeAndAfter() {
        AuditRow row = page.getRows().get(0);
        assertThat(row.from()).isEqualTo("192.0.2.7, token “ci”");
        assertThat(row.before().replaceAll("\\s", "")).isEqualTo("{\"group\":\"\"}");
        assertThat(row.after()).contains("\n").contains("\"group\": \"lab\"");
        assertThat(page.getRows().get(1).after()).isEmpty();
    }

    @Test
    void goesOnWhereThePageEndedAndBeginsAnewWithAFilter() {
        page.older();
        page.setWho(" ann ");
        page.load();
        assertThat(audit.asked).extracting(AuditFilter::below).containsExactly(none(), Optional.of(1L), none());
        assertThat(audit.asked.get(2).who()).isEqualTo("ann");
    }

    private static Optional<Long> none() {
        return Optional.empty();
    }

    @Test
    void saysWhetherTheChainHolds() {
        assertThat(page.isVerified()).isFalse();
        page.verify();
        assertThat(page.isHolding()).isTrue();
        assertThat(page.getVerdict()).startsWith("The chain holds: 2 events.");
        assertThat(page.getSeal()).isEqualTo("2:" + MemoryAudit.HASH);
        audit.verdict = new Verdict(new Seal(4, MemoryAudit.HASH), Optional.of(5L), "It was changed.");
        page.verify();
        assertThat(page.isHolding()).isFalse();
        assertThat(page.getVerdict()).isEqualTo("The chain is broken at event 5. It was changed.");
    }
}
