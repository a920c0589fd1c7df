package dev.sluice.master.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.rollup.Cover.Piece;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverTest {
    @Test
    void takesDaysInTheMiddleAndFinerBucketsAtTheEnds() {
        Period period = new Period(Instant.parse("2026-03-01T22:58:00Z"), Instant.parse("2026-03-04T01:00:00Z"));
        assertThat(Cover.of(period, Tier.MINUTE, Instant.MAX))
                .containsExactly(
                        piece(Tier.MINUTE, "2026-03-01T22:58:00Z", "2026-03-01T23:00:00Z"),
                        piece(Tier.HOUR, "2026-03-01T23:00:00Z", "2026-03-02T00:00:00Z"),
                        piece(Tier.DAY, "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"),
                        piece(Tier.HOUR, "2026-03-04T00:00:00Z", "2026-03-04T01:00:00Z"));
    }

    @Test
    void leavesNothingOutAndTakesNothingTwice() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            Tier finest = Tier.values()[random.nextInt(3)];
            Instant from = Instant.ofEpochSecond(random.nextInt(10_000_000));
            Period period = new Period(from, from.plusSeconds(1 + random.nextInt(500_000))).rounded(finest);
            Instant at = period.from();
            Instant days = Tier.DAY.floor(from.plusSeconds(random.nextInt(1_000_000) - 300_000));
            for (Piece piece : Cover.of(period, finest, days)) {
                assertThat(piece.from()).isEqualTo(at).isEqualTo(piece.tier().floor(at));
                assertThat(piece.to()).isAfter(at).isEqualTo(piece.tier().floor(piece.to()));
                assertThat(piece.tier() == Tier.DAY)
                        .isEqualTo(wholeDays(piece) && !piece.to().isAfter(days));
                at = piece.to();
            }
            assertThat(at).isEqualTo(period.to());
        }
    }

    private static boolean wholeDays(Piece piece) {
        return piece.from().equals(Tier.DAY.floor(piece.from())) && piece.to().equals(Tier.DAY.floor(piece.to()));
    }

    @Test
    void takesHoursOfTheDaysThatAreNotSummedUp() {
        Instant days = Instant.parse("2026-03-03T00:00:00Z");
        Period period = new Period(Instant.parse("2026-03-02T00:00:00Z"), Instant.parse("2026-03-05T00:00:00Z"));
        for (Tier finest : new Tier[] {Tier.HOUR, Tier.DAY}) {
            assertThat(Cover.of(period, finest, days))
                    .containsExactly(
                            piece(Tier.DAY, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"),
                            piece(Tier.HOUR, "2026-03-03T00:00:00Z", "2026-03-05T00:00:00Z"));
        }
    }

    @Test
    void isOneBucketForLessThanOne() {
        Instant at = Instant.parse("2026-03-01T22:58:00Z");
        Period period = new Period(at, at.plusSeconds(1)).rounded(Tier.HOUR);
        assertThat(Cover.of(period, Tier.HOUR, Instant.MAX))
                .isEqualTo(List.of(piece(Tier.HOUR, "2026-03-01T22:00:00Z", "2026-03-01T23:00:00Z")));
    }

    private static Piece piece(Tier tier, String from, String to) {
        return new Piece(tier, Instant.parse(from), Instant.parse(to));
    }
}
