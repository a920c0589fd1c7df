/**
 * Who changed what, when and from where: an append-only chain of events.
 *
 * <p>Other rooms write their events within the transaction that changes something. Knows none of them.
 */
@NullMarked
package dev.sluice.master.audit;

import org.jspecify.annotations.NullMarked;
