package dev.sluice.cli.remote;

import dev.sluice.cli.cluster.Problem;
import java.time.Duration;

/** The master, or what it needs, is away for now: asking the same again may help. */
final class MasterAway extends Problem {
    private static final long serialVersionUID = 1;

    /** Where the master does not say how long to wait. */
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final Duration pause;

    /** @param pause to wait before asking again */
    MasterAway(String what, String fix, Duration pause) {
        super(what, fix);
        this.pause = pause;
    }

    MasterAway(String what, String fix, Throwable cause) {
        super(what, fix, cause);
        this.pause = A_SECOND;
    }

    Duration pause() {
        return pause;
    }
}
