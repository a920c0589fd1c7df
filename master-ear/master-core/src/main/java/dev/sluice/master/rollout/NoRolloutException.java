package dev.sluice.master.rollout;

/** No rollout is under way, or no longer. */
public final class NoRolloutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoRolloutException() {
        super("No rollout is under way.");
    }
}
