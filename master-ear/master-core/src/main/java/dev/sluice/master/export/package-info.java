/**
 * Access records as other programs read them. A format is a list of lines, one for each record; what is written is a
 * stream that ends, so that no export is ever in memory as a whole. Nothing here decides what a record says.
 */
@NullMarked
package dev.sluice.master.export;

import org.jspecify.annotations.NullMarked;
