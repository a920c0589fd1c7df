/**
 * What is taken out of stored records and sums because it tells of people.
 *
 * <p>Nothing is counted otherwise for it: a record stays, and so do all totals. Work is done in steps of one short transaction
 * each, whose place is in the database, so that it goes on after any stop.
 */
@NullMarked
package dev.sluice.master.privacy;

import org.jspecify.annotations.NullMarked;
