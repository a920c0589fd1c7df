package dev.sluice.cli.supervise;

import dev.sluice.cli.process.Running;
import dev.sluice.cli.process.Trace;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** One part of the cluster. Called by one thread at a time. */
public interface Part {
    String name();

    /** Where it can be reached, for people. */
    String address();

    /** When it stops: parts of a higher stage end before those of a lower one, those of the same stage together. */
    int stage();

    /** The parts that must have been ready before this one starts. */
    Set<String> needs();

    /**
     * Starts it, or takes over what an earlier supervisor left running.
     *
     * @throws dev.sluice.cli.cluster.Problem for what only a person can mend
     */
    Running start(Optional<Trace> leftover) throws IOException, InterruptedException;

    /**
     * Takes the next step that it needs to become ready, such as a deployment, and asks whether it is. Called again and
     * again from its start on, also after it was ready.
     *
     * @throws dev.sluice.cli.cluster.Problem for what only a person can mend; it is ended then
     */
    boolean advance() throws IOException, InterruptedException;

    /** What it said, since it was started, of why it ends; empty if it said nothing. */
    default Optional<String> lastWords() throws IOException {
        return Optional.empty();
    }

    /** How long it may take to end in good order. */
    Duration patience();

    /** Whether it is well, but another of its kind does its work, so that it is to be left alone until it takes over. */
    default boolean standsBy() throws IOException {
        return false;
    }

    /** Whether it depends on others how long it takes to be ready, so that starting it again would not help. */
    default boolean waitsForOthers() {
        return false;
    }
}
