package dev.sluice.master.rollup;

/**
 * Sums over some access records.
 *
 * @param requests exchanges and tunnels
 * @param blocked of these, by a rule
 * @param errors of these, with an error
 * @param tunnels of these, uninspected tunnels
 * @param bytesUp body or tunnel bytes from clients
 * @param bytesDown body or tunnel bytes to clients
 */
public record Figures(long requests, long blocked, long errors, long tunnels, long bytesUp, long bytesDown) {
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);

    public Figures minus(Figures part) {
        return new Figures(
                requests - part.requests,
                blocked - part.blocked,
                errors - part.errors,
                tunnels - part.tunnels,
                bytesUp - part.bytesUp,
                bytesDown - part.bytesDown);
    }
}
