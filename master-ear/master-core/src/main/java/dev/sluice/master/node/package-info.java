/**
 * The registry of slaves, fed by the states they send.
 *
 * <p>Says what a node says of itself, in order and from that node only; what it means is derived when read.
 */
@NullMarked
package dev.sluice.master.node;

import org.jspecify.annotations.NullMarked;
