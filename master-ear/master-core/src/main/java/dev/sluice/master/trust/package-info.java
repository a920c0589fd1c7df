/** Whose certificates are believed when the master calls other servers. */
@NullMarked
package dev.sluice.master.trust;

import org.jspecify.annotations.NullMarked;
