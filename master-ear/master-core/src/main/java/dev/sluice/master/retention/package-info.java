/** The time that decides what is old enough to be deleted. */
@NullMarked
package dev.sluice.master.retention;

import org.jspecify.annotations.NullMarked;
