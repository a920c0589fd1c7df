package dev.sluice.cli.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Ports;
import dev.sluice.cli.process.ProcessRef;
import dev.sluice.cli.process.StopSignal;
import dev.sluice.cli.process.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @TempDir
    private Path temp;

    @Test
    void readsWhatItWrote() throws Exception {
        StateFile file = new StateFile(temp.resolve("supervisor.json"));

        file.write(state());

        assertThat(file.read()).contains(state());
    }

    @Test
    void keepsTheFileFromOtherUsers() throws Exception {
        StateFile file = new StateFile(temp.resolve("supervisor.json"));

        file.write(state());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void hasTheFieldsThatScriptsReadFromStatus() {
        assertThat(StateJson.print(state()).toString())
                .contains("\"phase\":\"UP\"")
                .contains("\"name\":\"postgres\"")
                .contains("\"state\":\"READY\"")
                .contains("\"pid\":42")
                .contains("\"restarts\":3")
                .contains("\"lastEnd\":\"exit code 1\"");
    }

    @Test
    void takesAFileThatItCannotReadForNone() throws Exception {
        Path path = temp.resolve("supervisor.json");

        assertThat(new StateFile(path).read()).isEmpty();
        for (String text : List.of("", "{", "[]", "{}", "{\"phase\":\"LATER\"}")) {
            Files.writeString(path, text);
            assertThat(new StateFile(path).read()).as(text).isEmpty();
        }
    }

    private static ClusterState state() {
        Trace trace = new Trace(new ProcessRef(42, NOON), "abc", StopSignal.INTERRUPT);
        return new ClusterState(
                "0.1.0",
                new ProcessRef(41, NOON),
                Phase.UP,
                "",
                "",
                new ClusterOptions(2, "127.0.0.1", Ports.DEFAULT),
                List.of(
                        new PartStatus(
                                "postgres",
                                "127.0.0.1:54320",
                                PartState.READY,
                                Optional.of(trace),
                                NOON,
                                3,
                                "exit code 1"),
                        new PartStatus("broker", "", PartState.STARTING, Optional.empty(), NOON, 0, "")));
    }
}
