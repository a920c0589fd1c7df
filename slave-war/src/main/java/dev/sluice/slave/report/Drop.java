package dev.sluice.slave.report;

import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.RecordClass;

/**
 * How many records of one class were given up for one cause, over the node's whole life.
 *
 * @param total all of them
 * @param told of them, those that gaps on the disk tell
 */
public record Drop(RecordClass of, Cause cause, long total, long told) {}
