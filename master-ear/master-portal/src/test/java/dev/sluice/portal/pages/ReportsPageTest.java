package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.rollup.Period;
import dev.sluice.portal.fake.MemoryCompleteness;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.fake.MemoryReports;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportsPageTest {
    private final MemoryReports reports = new MemoryReports();
    private final ReportsPage page = new ReportsPage();

    @BeforeEach
    void open() {
        page.reports = reports;
        page.completeness = new MemoryCompleteness();
        page.nodes = new MemoryNodes();
        page.show();
    }

    @Test
    void leadsFromAFigureToItsRecords() {
        page.setNode("slave-1");
        page.show();

        List<Tile> tiles = page.getBoard().tiles();
        assertThat(tiles).extracting(Tile::label).contains("requests", "blocked", "errors", "tunnels");
        assertThat(tiles.get(1).value()).isEqualTo("5");
        assertThat(tiles.get(1).link()).startsWith("records?node=slave-1&action=block&from=");
        TopList sites = page.getBoard().lists().get(0);
        assertThat(sites.lines().get(0).link()).startsWith("records?node=slave-1&site=ads.example&from=");
        assertThat(page.getBoard().nodes()).extracting(Board.NodeLine::node).containsExactly("slave-1");
    }

    @Test
    void goesBackByWholePeriodsAndNotIntoTheFuture() {
        Instant end = page.getBoard().period().to();
        page.earlier();
        assertThat(Duration.between(page.getBoard().period().to(), end))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24));
        page.later();
        page.later();
        assertThat(page.isLatest()).isTrue();
        page.earlier();
        page.setSpan(Span.HOUR);
        page.choose();
        assertThat(page.isLatest()).isTrue();
    }

    @Test
    void showsTheTimeFromOneTimeToAnother() {
        Period day = page.getBoard().period();
        page.setSpan(Span.FREE);
        page.choose();
        assertThat(page.getBoard().period()).as("what was shown, at first").isEqualTo(day);

        page.getTimes().setFrom("2026-03-01T10:00:00.000Z");
        page.getTimes().setTo("2026-03-01T12:00:00.000Z");
        page.show();
        assertThat(page.getBoard().period())
                .isEqualTo(new Period(Instant.parse("2026-03-01T10:00:00Z"), Instant.parse("2026-03-01T12:00:00Z")));
        page.later();
        assertThat(page.getBoard().period().from()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00Z, 2026-03-01T12:00:00Z",
        "2024-03-01T12:00:00Z, 2026-03-01T12:00:00Z",
        "now, then"
    })
    void leavesWhatIsShownWhenTheTimesAreNone(String from, String to) {
        Period day = page.getBoard().period();
        page.setSpan(Span.FREE);
        page.choose();
        page.getTimes().setFrom(from);
        page.getTimes().setTo(to);
        page.show();
        page.refresh();

        assertThat(page.isTimesWrong()).isTrue();
        assertThat(page.getTimes().getProblem()).contains("400 days");
        assertThat(page.getBoard().period()).isEqualTo(day);
    }

    @Test
    void readsFiguresAgainOnlyWhenTheyAreOld() {
        int asked = reports.asked.size();
        page.refresh();
        assertThat(reports.asked).hasSize(asked);
        assertThat(Span.patience(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(10));
        assertThat(Span.patience(Duration.ofDays(30))).isEqualTo(Duration.ofSeconds(864));
    }

    @Test
    void readsFiguresAgainWhileHoursAreBeingSummedUp() {
        reports.hoursLeft = 2;
        page.show();
        assertThat(page.getBoard().hoursLeft()).isEqualTo(2);
        reports.hoursLeft = 0;
        int asked = reports.asked.size();
        page.refresh();

        assertThat(page.getBoard().hoursLeft()).isZero();
        assertThat(reports.asked.size()).isGreaterThan(asked);
    }

    @Test
    void saysWhenTheEndIsNotAllThere() {
        assertThat(page.isBehind()).isTrue();
    }

    @Test
    void comparesWithThePeriodBefore() {
        assertThat(Tile.change(112, 100)).isEqualTo("+12 %");
        assertThat(Tile.change(97.6, 100)).isEqualTo("\u22122.4 %");
        assertThat(Tile.change(100, 100)).isEqualTo("as before");
        assertThat(Tile.change(3, 0)).isEmpty();
        assertThat(Tile.change(5_000, 100)).isEqualTo("+4,900 %");
    }

    @Test
    void givesChartsAPointForEachStep() {
        assertThat(page.getBoard().charts()).hasSize(4).last().satisfies(chart -> assertThat(chart.model())
                .contains("\"label\":\"Users\",\"tone\":\"accent\",\"data\":[7.0]"));
        assertThat(page.getBoard().nodes()).extracting(Board.NodeLine::users).containsExactly("7", "0");
        assertThat(page.getBoard().charts()).first().satisfies(chart -> assertThat(chart.model())
                .contains("\"label\":\"Blocked\",\"tone\":\"bad\",\"data\":[5.0]", "\"unit\":\"count\""));
    }
}
