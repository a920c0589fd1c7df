/**
 * How outages are told: once when they begin and once when they are over, however often something is tried between.
 *
 * <p>Depends on nothing of the master.
 */
@NullMarked
package dev.sluice.master.log;

import org.jspecify.annotations.NullMarked;
