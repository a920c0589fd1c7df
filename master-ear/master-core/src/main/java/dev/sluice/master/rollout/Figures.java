package dev.sluice.master.rollout;

import dev.sluice.jms.NodeState;

/**
 * What nodes have counted.
 *
 * @param exchanges finished
 * @param blocked of these, by a rule
 * @param failed of these, between the node and an origin
 * @param micros the sum of the times to the first byte, in microseconds
 * @param answered how many exchanges {@code micros} is the sum of
 */
public record Figures(long exchanges, long blocked, long failed, long micros, long answered) {
    static final Figures NONE = new Figures(0, 0, 0, 0, 0);

    static Figures of(NodeState state) {
        NodeState.Traffic traffic = state.traffic();
        return new Figures(
                state.exchanges(), traffic.blocked(), traffic.failed(), traffic.micros(), traffic.answered());
    }

    Figures plus(Figures other) {
        return new Figures(
                exchanges + other.exchanges,
                blocked + other.blocked,
                failed + other.failed,
                micros + other.micros,
                answered + other.answered);
    }

    Figures minus(Figures other) {
        return new Figures(
                exchanges - other.exchanges,
                blocked - other.blocked,
                failed - other.failed,
                micros - other.micros,
                answered - other.answered);
    }

    /** The share of exchanges that failed, 0 to 1. */
    public double errorRate() {
        return exchanges <= 0 ? 0 : (double) failed / exchanges;
    }

    /** The share of exchanges that were blocked, 0 to 1. */
    public double blockRate() {
        return exchanges <= 0 ? 0 : (double) blocked / exchanges;
    }

    /** The mean time to the first byte. */
    public double latencyMillis() {
        return answered <= 0 ? 0 : micros / 1_000.0 / answered;
    }
}
