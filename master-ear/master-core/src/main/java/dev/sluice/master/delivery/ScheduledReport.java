package dev.sluice.master.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * A report that is made at set times, and how that went.
 *
 * @param nextDue when it is made next; in the past while it is not delivered
 * @param asked whether somebody asked for one besides
 * @param sentAt when the last one was delivered; empty for none yet
 * @param attempts that have failed since the last success
 * @param retryAt no attempt is made before
 * @param error why the last attempt failed; empty when it did not
 */
public record ScheduledReport(
        long id,
        ReportTerms terms,
        Instant nextDue,
        boolean asked,
        Optional<Instant> sentAt,
        int attempts,
        Instant retryAt,
        String error) {}
