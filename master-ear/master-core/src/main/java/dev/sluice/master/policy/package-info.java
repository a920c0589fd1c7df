/**
 * The draft and the published revisions.
 *
 * <p>The revision row is the outbox: what is committed here will reach the slaves, however late. Entities never leave.
 */
@NullMarked
package dev.sluice.master.policy;

import org.jspecify.annotations.NullMarked;
