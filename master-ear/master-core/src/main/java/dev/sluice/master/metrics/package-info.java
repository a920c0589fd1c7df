/**
 * The master's metrics, {@code sluice_master_*}: named here, counted in the other rooms.
 *
 * <p>Reads the other rooms and changes none of them. Reading the metrics takes nothing from the database; what only the
 * database knows is looked at now and then.
 */
@NullMarked
package dev.sluice.master.metrics;

import org.jspecify.annotations.NullMarked;
