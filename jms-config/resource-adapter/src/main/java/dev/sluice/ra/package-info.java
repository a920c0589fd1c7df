/** The Artemis resource adapter, and what it lacks. */
@NullMarked
package dev.sluice.ra;

import org.jspecify.annotations.NullMarked;
