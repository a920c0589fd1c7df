/**
 * The cluster's certificate authority as the master uses it: opened once at the start, from the file that the settings
 * name.
 */
@NullMarked
package dev.sluice.master.authority;

import org.jspecify.annotations.NullMarked;
