/**
 * Access records on their way to the master: kept on this node's disk until the master has them, sent in batches,
 * sent again for as long as it takes.
 *
 * <p>{@link dev.sluice.slave.report.RecordSpool} is the one writer of the spool folder. A record is known by (node,
 * boot, sequence); sequences run without a break within a boot. What the spool cannot take is dropped and counted;
 * traffic never waits for it.
 */
@NullMarked
package dev.sluice.slave.report;

import org.jspecify.annotations.NullMarked;
