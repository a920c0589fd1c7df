/**
 * Where messages leave for nodes and broker, and the sending of the head: after each commit, by a sweep, and to single
 * nodes that are behind.
 *
 * <p>Keeps nothing: losing a message or sending it twice is harmless.
 */
@NullMarked
package dev.sluice.master.push;

import org.jspecify.annotations.NullMarked;
