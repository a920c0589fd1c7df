/**
 * What happens to an exchange, in pure code: its target, the decision on it, what the client is told when the gateway
 * itself answers, and the access record at its end.
 *
 * <p>No HTTP server lives here and no I/O: {@code proxy} does both and asks this package.
 */
@NullMarked
package dev.sluice.slave.filter;

import org.jspecify.annotations.NullMarked;
