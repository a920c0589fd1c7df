/**
 * Files that are whole after any crash.
 *
 * <p>Knows bytes and folders only; what a file says is its owner's affair.
 */
@NullMarked
package dev.sluice.slave.disk;

import org.jspecify.annotations.NullMarked;
