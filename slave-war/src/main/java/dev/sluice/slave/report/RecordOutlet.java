package dev.sluice.slave.report;

import dev.sluice.jms.RecordBatch;
import java.io.IOException;

/** The way of batches to the master. */
public interface RecordOutlet {
    /** Hands one batch to the broker. @throws IOException when the broker did not take it for sure */
    void send(RecordBatch batch) throws IOException;
}
