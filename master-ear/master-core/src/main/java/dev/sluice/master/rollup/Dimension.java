package dev.sluice.master.rollup;

import dev.sluice.jms.RecordView;
import dev.sluice.jms.RecordView.Text;
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

    boolean has(RecordView record) {
        return switch (this) {
            case LATENCY -> !Tally.isTunnel(record);
            case ERROR -> record.length(Text.ERROR) > 0;
            default -> true;
        };
    }

    String value(RecordView record) {
        return switch (this) {
            case ALL -> "";
            case LATENCY -> String.valueOf(LatencySlot.of(Math.floorDiv(record.duration(), 1_000L)));
            case SITE -> record.text(Text.HOST);
            case USER -> record.text(Text.USER);
            case CLIENT -> record.text(Text.CLIENT);
            case CATEGORY -> record.text(Text.CATEGORY);
            case RULE -> record.text(Text.RULE_ID);
            case ERROR -> record.text(Text.ERROR);
        };
    }
}
