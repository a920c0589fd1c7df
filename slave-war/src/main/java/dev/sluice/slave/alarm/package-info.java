/**
 * What is wrong with this node and needs a person: collected from all rooms, told to the master with the node's state.
 *
 * <p>Nothing here mends anything, and nothing here is for a single exchange.
 */
@NullMarked
package dev.sluice.slave.alarm;

import org.jspecify.annotations.NullMarked;
