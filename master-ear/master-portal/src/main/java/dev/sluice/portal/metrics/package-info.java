/**
 * The master's metrics on the portal's port, for who shows a token.
 *
 * <p>Nothing is counted here.
 */
@NullMarked
package dev.sluice.portal.metrics;

import org.jspecify.annotations.NullMarked;
