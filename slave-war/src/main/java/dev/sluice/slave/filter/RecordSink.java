package dev.sluice.slave.filter;

import dev.sluice.jms.AccessRecord;
import java.util.function.Consumer;

/** Takes one record of each exchange and tunnel at its end. Called by any thread; must not throw nor block for long. */
@FunctionalInterface
public interface RecordSink extends Consumer<AccessRecord> {
    /** An exchange has begun that will make a record: so it can be counted should the node end before that. */
    default void begun() {}
}
