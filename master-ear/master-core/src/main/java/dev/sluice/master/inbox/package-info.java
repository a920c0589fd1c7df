/**
 * Where what nodes send on the state queue is told apart and handed to the room that it is for.
 */
@NullMarked
package dev.sluice.master.inbox;

import org.jspecify.annotations.NullMarked;
