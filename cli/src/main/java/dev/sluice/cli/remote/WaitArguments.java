package dev.sluice.cli.remote;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether and how long a command waits for the nodes. */
final class WaitArguments {
    @Option(names = "--wait", description = "Return when every node enforces it, or one has refused it.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to wait at most, the hold of a canary not counted. Default: ${DEFAULT-VALUE}.")
    private String limit = "60s";

    boolean isAsked() {
        return wait;
    }

    Duration limit() {
        return Durations.parse("--timeout", limit);
    }
}
