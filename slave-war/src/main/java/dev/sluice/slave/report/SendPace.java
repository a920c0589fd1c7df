package dev.sluice.slave.report;

import java.time.Duration;

/**
 * How records are sent.
 *
 * @param batchRecords the most in one batch
 * @param batchBytes the most in one batch; at least one frame
 * @param linger how long a batch that is not full waits for more after the one before
 * @param window batches that may be unanswered
 * @param patience how long an answer may take before the batch is sent again; doubled each time
 * @param longestPatience where the doubling ends
 * @param afterFailure the pause after the broker did not take a batch
 */
public record SendPace(
        int batchRecords,
        int batchBytes,
        Duration linger,
        int window,
        Duration patience,
        Duration longestPatience,
        Duration afterFailure) {
    /** What a node runs with. */
    public static final SendPace NORMAL = new SendPace(
            500,
            256 * 1024,
            Duration.ofMillis(200),
            8,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1));
}
