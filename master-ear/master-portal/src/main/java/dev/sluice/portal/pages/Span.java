package dev.sluice.portal.pages;

import dev.sluice.master.rollup.Period;
import java.time.Duration;
import java.time.Instant;

/** How much time a report shows. */
public enum Span {
    HOUR("Hour", Duration.ofHours(1)),
    DAY("24 hours", Duration.ofDays(1)),
    WEEK("7 days", Duration.ofDays(7)),
    MONTH("30 days", Duration.ofDays(30)),
    /** From one time to another. */
    FREE("From … to", Duration.ZERO);

    /** Of a figure's period, so that a long one, which costs more, is read less often. */
    private static final int SHARE = 3_000;

    private static final Duration LEAST = Duration.ofSeconds(10);

    private final String word;
    private final Duration length;

    Span(String word, Duration length) {
        this.word = word;
        this.length = length;
    }

    public String getWord() {
        return word;
    }

    /** The period so many lengths before the one that ends at that time. */
    Period period(Instant end, int back) {
        Instant to = end.minus(length.multipliedBy(back));
        return new Period(to.minus(length), to);
    }

    /** How old the figures of a period of this length may get before they are read again. */
    static Duration patience(Duration length) {
        Duration share = length.dividedBy(SHARE);
        return share.compareTo(LEAST) < 0 ? LEAST : share;
    }
}
