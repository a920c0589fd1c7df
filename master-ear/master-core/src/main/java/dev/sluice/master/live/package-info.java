/**
 * Tells the pages that something changed. Within this JVM, and nothing of what it was.
 */
@NullMarked
package dev.sluice.master.live;

import org.jspecify.annotations.NullMarked;
