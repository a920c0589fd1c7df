package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecord;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What is handed to the writer.
 *
 * @param opening where it is not the record of an exchange, but what is to be one if the node ends: told whether it is safe
 */
record Handed(AccessRecord record, Optional<CompletableFuture<Boolean>> opening) {}
