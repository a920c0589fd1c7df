package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Ports;
import dev.sluice.cli.process.ProcessRef;
import dev.sluice.cli.process.StopSignal;
import dev.sluice.cli.process.Trace;
import dev.sluice.cli.supervise.ClusterState;
import dev.sluice.cli.supervise.PartState;
import dev.sluice.cli.supervise.PartStatus;
import dev.sluice.cli.supervise.Phase;
import dev.sluice.cli.supervise.StateFile;
import dev.sluice.cli.supervise.StateJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartProgressTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();

    @Test
    void tellsWhatWasTakenOverFromWhatWasStarted() throws Exception {
        PartStatus kept = part("slave-1", 71);
        PartStatus replaced = part("slave-2", 72);
        DataFolder data = new DataFolder(temp);
        ClusterState up = new ClusterState(
                "0",
                new ProcessRef(70, NOON),
                Phase.UP,
                "",
                "",
                new ClusterOptions(2, "127.0.0.1", Ports.DEFAULT),
                List.of(kept, part("slave-2", 82)));
        Files.writeString(data.state(), StateJson.print(up).toString());

        new StartProgress(new StateFile(data.state()), data, new PrintWriter(out), List.of(kept, replaced))
                .follow(Optional.empty());

        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("slave-1 ", "taken over")
                                .doesNotContain("ready"),
                        line -> assertThat(line)
                                .contains("slave-2 ", "ready after")
                                .doesNotContain("taken"));
    }

    private static PartStatus part(String name, long pid) {
        Trace trace = new Trace(new ProcessRef(pid, NOON), "any", StopSignal.TERMINATE);
        return new PartStatus(name, "somewhere", PartState.READY, Optional.of(trace), NOON, 0, "");
    }
}
