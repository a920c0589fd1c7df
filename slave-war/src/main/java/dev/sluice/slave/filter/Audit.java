package dev.sluice.slave.filter;

import dev.sluice.jms.AccessRecord;
import java.util.concurrent.CompletableFuture;

/** Makes sure, before an exchange goes on, that it will have a record whatever happens to the node. */
public interface Audit {
    /**
     * Never blocks.
     *
     * @param opening what is to be the record of the exchange if the node ends before the exchange does; the record that
     *     the exchange makes at its end, with the same request id, replaces it
     * @return true once the opening is safely on disk; false when that cannot be. Completed on a thread that must not be held up
     */
    CompletableFuture<Boolean> open(AccessRecord opening);
}
