/**
 * What a policy says, as its author wrote it: immutable values, text still as typed.
 *
 * <p>Nothing here decides or validates beyond shape; {@link dev.sluice.policy.PolicyCompiler} does, and names the
 * path of what it refuses, so that a draft with a mistake in it can be kept and shown.
 */
@NullMarked
package dev.sluice.policy.model;

import org.jspecify.annotations.NullMarked;
