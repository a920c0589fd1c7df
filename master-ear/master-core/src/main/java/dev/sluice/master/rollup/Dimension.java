package dev.sluice.master.rollup;

import dev.sluice.jms.AccessRecord;
import java.util.Set;

/** What records are summed by. The numbers are in the database. */
public enum Dimension {
    /** All records, under the empty value. */
    ALL(0, Tier.MINUTE),
    /** All but tunnels, by {@link LatencySlot}. */
    LATENCY(1, Tier.MINUTE),
    /** The host asked for. */
    SITE(2, Tier.HOUR),
    /** Empty for who was not asked for a name. */
    USER(3, Tier.HOUR),
    /** The client's address. */
    CLIENT(4, Tier.HOUR),
    /** Empty for none. */
    CATEGORY(5, Tier.HOUR),
    /** The id of the rule that decided, empty for none. */
    RULE(6, Tier.HOUR),
    /** The word for what went wrong; only records of failed exchanges. */
    ERROR(7, Tier.HOUR);

    /** Those that can be listed by their highest values. */
    public static final Set<Dimension> LISTED = Set.of(SITE, USER, CLIENT, CATEGORY, RULE, ERROR);

    private final int number;
    private final Tier finest;

    Dimension(int number, Tier finest) {
        this.number = number;
        this.finest = finest;
    }

    int number() {
        return number;
    }

    /** Its smallest bucket. */
    Tier finest() {
        return finest;
    }

    boolean has(AccessRecord record) {
        return switch (this) {
            case LATENCY -> !Tally.isTunnel(record);
            case ERROR -> !record.error().isEmpty();
            default -> true;
        };
    }

    String value(AccessRecord record) {
        return switch (this) {
            case ALL -> "";
            case LATENCY -> String.valueOf(LatencySlot.of(record.duration()));
            case SITE -> record.host();
            case USER -> record.user();
            case CLIENT -> record.client();
            case CATEGORY -> record.category();
            case RULE -> record.ruleId();
            case ERROR -> record.error();
        };
    }
}
