/**
 * Reports that are made at set times and delivered by mail or into a folder. What they say comes from the roll-ups; here is
 * when they are due, how they look, and whether they were delivered.
 */
@NullMarked
package dev.sluice.master.delivery;

import org.jspecify.annotations.NullMarked;
