package dev.sluice.portal.pages;

import dev.sluice.master.rollup.Period;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A beginning and an end as a page's script writes them: ISO 8601 in UTC, empty for none. */
public final class TimeRange implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Duration LONGEST = Duration.ofDays(400);

    private String from = "";
    private String to = "";

    void set(Period period) {
        from = period.from().toString();
        to = period.to().toString();
    }

    /** Empty where {@link #getProblem} tells why. */
    Optional<Period> period() {
        try {
            Instant start = Instant.parse(from);
            Instant end = Instant.parse(to);
            boolean sensible = start.isBefore(end) && !start.plus(LONGEST).isBefore(end);
            return sensible ? Optional.of(new Period(start, end)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** To the period of the same length that begins where this one ends, or with -1 to the one before. */
    void shift(int by) {
        period().ifPresent(now -> {
            Duration way = now.length().multipliedBy(by);
            set(new Period(now.from().plus(way), now.to().plus(way)));
        });
    }

    /** Why it is no period, for people; empty where it is one. */
    public String getProblem() {
        return period().isPresent() ? "" : "Choose a beginning and an end after it, at most 400 days later.";
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }
}
