/**
 * What operators and balancers ask a node: is it alive, is it ready, and its metrics.
 *
 * <p>Reads the other rooms and changes none of them.
 */
@NullMarked
package dev.sluice.slave.admin;

import org.jspecify.annotations.NullMarked;
