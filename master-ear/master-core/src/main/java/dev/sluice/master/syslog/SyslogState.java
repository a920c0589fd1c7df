package dev.sluice.master.syslog;

import java.time.Instant;
import java.util.Optional;

/**
 * How far the syslog receiver is behind.
 *
 * @param receiver its host and port
 * @param waiting records that it does not yet surely have
 * @param oldest when the first of these was stored; empty for none
 * @param sent records that it has
 * @param expired records that were deleted for their age before they could be sent
 * @param readAt when it last said that it had read all that was sent; empty for not since the start
 * @param error why the last attempt failed; empty when it did not
 */
public record SyslogState(
        String receiver,
        long waiting,
        Optional<Instant> oldest,
        long sent,
        long expired,
        Optional<Instant> readAt,
        String error) {}
