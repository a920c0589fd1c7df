package dev.sluice.cli;

/** What the command's exit code means. Scripts rely on it. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;
    public static final int NOT_RUNNING = 3;
    /** The cluster runs, but not every part is ready. */
    public static final int NOT_READY = 4;

    /** The supervisor is gone, but parts of the cluster still run. */
    static final int LEFT_OVER = 5;

    private ExitCode() {}
}
