package dev.sluice.master.rollout;

/** Nothing was published: the nodes that should have been the first cannot be. The message says which, and why. */
public final class NoCanaryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoCanaryException(String message) {
        super(message);
    }
}
