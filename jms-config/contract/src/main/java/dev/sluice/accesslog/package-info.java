/**
 * Access records as lines that other programs read, the same from a slave and from the master.
 *
 * <p>Pure functions of a record; who writes lines where is not known here.
 */
@NullMarked
package dev.sluice.accesslog;

import org.jspecify.annotations.NullMarked;
