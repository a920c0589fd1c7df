package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.report.Completeness;
import dev.sluice.master.report.GapSum;
import dev.sluice.master.report.NodeAccount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletenessPageTest {
    private static final Instant LATE = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant EARLY = LATE.minusSeconds(60);

    private final List<NodeAccount> accounts = new ArrayList<>();
    private final CompletenessPage page = new CompletenessPage();

    @BeforeEach
    void twoNodes() {
        page.completeness = new Completeness() {
            @Override
            public List<NodeAccount> accounts() {
                return accounts;
            }
        };
        accounts.add(new NodeAccount(
                "slave-1", LATE, 1_000, 990, 7, 2, 1, 1, 0, List.of(new GapSum("allowed", "full", 2, EARLY, LATE))));
        accounts.add(new NodeAccount("slave-2", EARLY, 50, 50, 0, 0, 0, 0, 0, List.of()));
    }

    @Test
    void holdsWhereTheSumHolds() {
        page.refresh();

        assertThat(page.isHolds()).isTrue();
        assertThat(page.getCompleteUpTo()).isEqualTo(EARLY);
        assertThat(page.getWaiting()).isEqualTo("7");
        assertThat(page.getGaps()).isEqualTo("3");
        AccountRow row = page.getRows().get(0);
        assertThat(row.holds()).isTrue();
        assertThat(row.remark()).isEmpty();
        assertThat(row.gapDetails()).isEqualTo("2 dropped by the node, 1 damaged; it told of: 2 allowed (full)");
    }

    @Test
    void saysWhatIsMissingAndWhere() {
        accounts.set(1, new NodeAccount("slave-2", EARLY, 50, 38, 0, 0, 0, 0, 12, List.of()));
        page.refresh();

        assertThat(page.isHolds()).isFalse();
        assertThat(page.getHolding()).isEqualTo(1);
        assertThat(page.getMissing()).isEqualTo("12");
        AccountRow row = page.getRows().get(1);
        assertThat(row.holds()).isFalse();
        assertThat(row.verdict()).isEqualTo("12 missing");
        assertThat(row.remark()).contains("backup");
    }

    @Test
    void takesWhatWasStoredSinceForNoGap() {
        accounts.set(1, new NodeAccount("slave-2", EARLY, 50, 60, 0, 0, 0, 0, 0, List.of()));
        page.refresh();

        assertThat(page.isHolds()).isTrue();
        assertThat(page.getRows().get(1).remark()).startsWith("10 more");
    }
}
