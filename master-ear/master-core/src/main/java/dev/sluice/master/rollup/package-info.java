/**
 * Sums of the access records: written with them in one transaction, folded into minutes, hours and days, and read as
 * reports. It knows records, and neither how they come nor who asks.
 */
@NullMarked
package dev.sluice.master.rollup;

import org.jspecify.annotations.NullMarked;
