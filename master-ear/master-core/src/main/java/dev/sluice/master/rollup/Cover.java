package dev.sluice.master.rollup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The fewest whole buckets that make up a period: days in the middle, as far as they are summed up; hours and minutes at its ends. */
final class Cover {
    private final Tier finest;
    private final List<Piece> pieces = new ArrayList<>();

    /** Buckets of one tier that follow each other. */
    record Piece(Tier tier, Instant from, Instant to) {}

    private Cover(Tier finest) {
        this.finest = finest;
    }

    /**
     * The buckets of a period.
     *
     * @param period rounded to the finest tier
     * @param days up to when there are days; hours stand in for those after it
     */
    static List<Piece> of(Period period, Tier finest, Instant days) {
        Cover cover = new Cover(finest);
        Instant turn = days.isBefore(period.from()) ? period.from() : days.isAfter(period.to()) ? period.to() : days;
        cover.add(Tier.DAY, period.from(), turn);
        cover.add(Tier.HOUR, turn, period.to());
        return cover.pieces;
    }

    private void add(Tier tier, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return;
        }
        if (tier.compareTo(finest) <= 0) {
            pieces.add(new Piece(tier, from, to));
            return;
        }
        Instant first = tier.ceiling(from);
        Instant last = tier.floor(to);
        if (first.isBefore(last)) {
            add(tier.finer(), from, first);
            pieces.add(new Piece(tier, first, last));
            add(tier.finer(), last, to);
        } else {
            add(tier.finer(), from, to);
        }
    }
}
