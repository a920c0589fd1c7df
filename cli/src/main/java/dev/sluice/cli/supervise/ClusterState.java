package dev.sluice.cli.supervise;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.process.ProcessRef;
import java.util.List;
import java.util.Optional;

/**
 * What the supervisor last wrote down.
 *
 * @param problem why the start was given up, and what to do; both empty otherwise
 */
public record ClusterState(
        String version,
        ProcessRef supervisor,
        Phase phase,
        String problem,
        String fix,
        ClusterOptions options,
        List<PartStatus> parts) {
    public ClusterState {
        parts = List.copyOf(parts);
    }

    /** Whether the supervisor that wrote this still runs. */
    public boolean isRunning() {
        return supervisor.find().isPresent();
    }

    /** The parts whose processes outlived the supervisor; none while it runs. */
    public List<PartStatus> leftOver() {
        return isRunning()
                ? List.of()
                : parts.stream().filter(PartStatus::isAlive).toList();
    }

    public Optional<PartStatus> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
