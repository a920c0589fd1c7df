/** Stand-ins for the core's facades, in memory: they keep what they are given and compile policies for real. */
@NullMarked
package dev.sluice.portal.fake;

import org.jspecify.annotations.NullMarked;
