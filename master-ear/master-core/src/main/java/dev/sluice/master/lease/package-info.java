/**
 * Which master is the active one: a lease in the database, by the database's clock.
 *
 * <p>A change that only the active master may make asks for the lease in the same transaction, so that a master that
 * was stopped for a while and does not know yet that another took over changes nothing.
 */
@NullMarked
package dev.sluice.master.lease;

import org.jspecify.annotations.NullMarked;
