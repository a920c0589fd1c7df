/**
 * The policy decision point: compiles a {@link dev.sluice.policy.model.PolicyBundle} and decides exchanges with it.
 *
 * <p>Pure code: it is given facts and a time, never a socket, a clock or a thread. Only {@code java.*} at run time.
 */
@NullMarked
package dev.sluice.policy;

import org.jspecify.annotations.NullMarked;
