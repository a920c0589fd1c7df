/**
 * Which nodes belong to the cluster, in which group, and what happened to each.
 *
 * <p>Knows nothing of what nodes say: that is the registry's.
 */
@NullMarked
package dev.sluice.master.member;

import org.jspecify.annotations.NullMarked;
