/**
 * Revisions that go to a few nodes first: who gets what, and whether the others follow or all go back.
 *
 * <p>{@link dev.sluice.master.rollout.Rollouts} is the one writer, {@link dev.sluice.master.rollout.Targets} answers what
 * each node should enforce, and {@link dev.sluice.master.rollout.Judge} decides without reading or writing anything.
 */
@NullMarked
package dev.sluice.master.rollout;

import org.jspecify.annotations.NullMarked;
