package dev.sluice.master.node;

import java.time.Duration;

/**
 * What a node does now; all zero until two states of it have come.
 *
 * @param exchanges finished in a second
 * @param blocked of these, by a rule
 * @param failed of these, between the node and an origin
 * @param latency the mean time from a request to the first byte of its answer
 */
public record Rates(double exchanges, double blocked, double failed, Duration latency) {
    public static final Rates NONE = new Rates(0, 0, 0, Duration.ZERO);
}
