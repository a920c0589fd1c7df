/**
 * What master and slaves count, as Prometheus reads it. The rooms count in plain numbers and {@link
 * dev.sluice.metrics.TimeCounts}; one room of each names them in an {@link dev.sluice.metrics.Exposition}.
 *
 * <p>Knows nothing of Sluice, and the Prometheus library does not leave it.
 */
@NullMarked
package dev.sluice.metrics;

import org.jspecify.annotations.NullMarked;
