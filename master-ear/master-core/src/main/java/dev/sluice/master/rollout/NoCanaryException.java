package dev.sluice.master.rollout;

/** Nothing was published: the nodes that should have been the first are not there. The message says which. */
public final class NoCanaryException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoCanaryException(String message) {
        super(message);
    }
}
