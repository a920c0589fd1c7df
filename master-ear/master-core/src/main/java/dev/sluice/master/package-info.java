/**
 * The master: holds policy and reporting, and carries no client traffic.
 *
 * <p>Each room below owns its tables. Here stands only what joins the rooms: the order of the start and the timers.
 */
@NullMarked
package dev.sluice.master;

import org.jspecify.annotations.NullMarked;
