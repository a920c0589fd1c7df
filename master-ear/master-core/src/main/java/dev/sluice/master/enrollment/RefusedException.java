package dev.sluice.master.enrollment;

import dev.sluice.enrollment.Refusal;
import java.time.Duration;

/** The node may not join. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final Duration retryAfter;

    public RefusedException(Refusal refusal) {
        this(refusal, Duration.ZERO);
    }

    public RefusedException(Refusal refusal, Duration retryAfter) {
        super(refusal.text());
        this.refusal = refusal;
        this.retryAfter = retryAfter;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** How long until asking again may help; zero when it does not. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
