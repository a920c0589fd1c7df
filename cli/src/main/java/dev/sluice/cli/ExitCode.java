package dev.sluice.cli;

/** What the command's exit code means. Scripts rely on it. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int NOT_RUNNING = 3;
    /** The cluster runs, but not every part is ready. */
    static final int NOT_READY = 4;

    /** The supervisor is gone, but parts of the cluster still run. */
    static final int LEFT_OVER = 5;

    private ExitCode() {}
}
