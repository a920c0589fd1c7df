/**
 * Takes in the access records of the slaves and reads them back.
 *
 * <p>A record is stored once: the watermark of its node and boot moves in the transaction that stores it.
 */
@NullMarked
package dev.sluice.master.report;

import org.jspecify.annotations.NullMarked;
