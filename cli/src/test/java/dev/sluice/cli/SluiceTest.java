package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Ports;
import dev.sluice.cli.process.ProcessRef;
import dev.sluice.cli.process.StopSignal;
import dev.sluice.cli.process.Trace;
import dev.sluice.cli.supervise.ClusterState;
import dev.sluice.cli.supervise.PartState;
import dev.sluice.cli.supervise.PartStatus;
import dev.sluice.cli.supervise.Phase;
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
import picocli.CommandLine;

class SluiceTest {
    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesTheCommandsAndTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("up ", "status ", "logs ", "down ", "completion ", "Exit codes:", "Examples:")
                .doesNotContain("supervise");
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("sluice \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(run("up", "--slave", "2")).isEqualTo(ExitCode.USAGE);
        assertThat(run("fly")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Unknown options: '--slave'", "'fly'");
    }

    @Test
    void statusSaysThatNothingRuns() {
        assertThat(run("status", "--data", temp.toString())).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(out.toString()).contains("does not run");
    }

    @Test
    void statusSaysSoToScriptsToo() {
        assertThat(run("status", "--json", "--data", temp.toString())).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(out.toString().strip()).isEqualTo("{\"phase\":\"DOWN\",\"parts\":[]}");
    }

    @Test
    void statusRepeatsWhyTheLastStartFailed() throws Exception {
        leave(Phase.FAILED, "slave-1 does not start: Bad configuration.", "Mend that.", List.of());

        assertThat(run("status", "--data", temp.toString())).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(out.toString())
                .contains(
                        "does not run",
                        "last start failed",
                        "slave-1 does not start: Bad configuration.",
                        "Mend that.");

        assertThat(run("status", "--json", "--data", temp.toString())).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(out.toString())
                .contains("\"phase\":\"DOWN\"", "\"problem\":\"slave-1 does not start: Bad configuration.\"");
    }

    @Test
    void statusNamesWhatOutlivedItsSupervisorAndDownStopsIt() throws Exception {
        Process left = new ProcessBuilder("sleep", "60").start();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        try {
            leave(Phase.UP, "", "", List.of(part("slave-1", left), part("slave-2", ended)));

            assertThat(run("status", "--data", temp.toString())).isEqualTo(ExitCode.LEFT_OVER);
            assertThat(out.toString())
                    .contains("supervisor is gone", "slave-1", String.valueOf(left.pid()))
                    .contains("./sluice up takes", "./sluice down stops")
                    .doesNotContain("slave-2");
            assertThat(run("status", "--json", "--data", temp.toString())).isEqualTo(ExitCode.LEFT_OVER);
            assertThat(out.toString())
                    .contains("{\"phase\":\"DOWN\",\"parts\":[{\"name\":\"slave-1\",")
                    .contains("\"pid\":" + left.pid(), "\"state\":\"LEFT_OVER\"");

            assertThat(run("down", "--data", temp.toString())).isZero();
            assertThat(left.isAlive()).isFalse();
            assertThat(run("status", "--data", temp.toString())).isEqualTo(ExitCode.NOT_RUNNING);
        } finally {
            left.destroyForcibly();
        }
    }

    @Test
    void statusSaysThatAPartStandsBy() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        Trace trace = new Trace(ProcessRef.of(self), "any", StopSignal.TERMINATE);
        PartStatus standby =
                new PartStatus("master", "somewhere", PartState.STANDING_BY, Optional.of(trace), Instant.now(), 0, "");
        leave(ProcessRef.of(self), Phase.UP, "", "", List.of(standby));

        assertThat(run("status", "--data", temp.toString())).isEqualTo(ExitCode.NOT_READY);

        assertThat(out.toString())
                .containsPattern("master +standing by +" + self.pid())
                .contains("another one is active");
    }

    /** The state file of a supervisor that is gone. */
    private void leave(Phase phase, String problem, String fix, List<PartStatus> parts) throws Exception {
        leave(new ProcessRef(1, Instant.EPOCH), phase, problem, fix, parts);
    }

    private void leave(ProcessRef supervisor, Phase phase, String problem, String fix, List<PartStatus> parts)
            throws Exception {
        ClusterState state = new ClusterState(
                "0", supervisor, phase, problem, fix, new ClusterOptions(1, "127.0.0.1", Ports.DEFAULT), parts);
        Files.writeString(
                temp.resolve("supervisor.json"), StateJson.print(state).toString());
    }

    private static PartStatus part(String name, Process process) {
        Trace trace = new Trace(ProcessRef.of(process.toHandle()), "any", StopSignal.TERMINATE);
        return new PartStatus(name, "somewhere", PartState.READY, Optional.of(trace), Instant.now(), 0, "");
    }

    @Test
    void downIsContentWhenNothingRuns() {
        assertThat(run("down", "--data", temp.toString())).isZero();
        assertThat(out.toString()).contains("does not run");
    }

    @Test
    void upNamesWhatIsMissingFromTheBuild() {
        System.setProperty("sluice.dist", temp.toString());
        try {
            assertThat(run("up", "--data", temp.toString())).isEqualTo(ExitCode.FAILURE);
            assertThat(err.toString()).contains("payara.zip is missing", "./mvnw -DskipTests package");
        } finally {
            System.clearProperty("sluice.dist");
        }
    }

    @Test
    void logsPrintTheLastLinesOfOnePart() throws Exception {
        Files.createDirectories(temp.resolve("logs"));
        Files.writeString(temp.resolve("logs/master.log"), "one\ntwo\nthree\n");

        assertThat(run("logs", "master", "-n", "2", "--no-follow", "--data", temp.toString()))
                .isZero();

        assertThat(out.toString()).isEqualToNormalizingNewlines("two\nthree\n");
    }

    @Test
    void logsOfAllPartsSayWhoseLineItIs() throws Exception {
        Files.createDirectories(temp.resolve("logs"));
        Files.writeString(temp.resolve("logs/master.log"), "up\n");
        Files.writeString(temp.resolve("logs/slave-1.log"), "ready\n");

        assertThat(run("logs", "--no-follow", "--data", temp.toString())).isZero();

        assertThat(out.toString()).isEqualToNormalizingNewlines("master     | up\nslave-1    | ready\n");
    }

    @Test
    void logsOfAnUnknownPartAreAProblem() {
        assertThat(run("logs", "engine", "--data", temp.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("sluice: There is no log", "./sluice status");
    }

    @Test
    void printsAScriptThatCompletesTheCommand() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString()).contains("complete", "_complete_sluice", "--ports-from");
    }

    private int run(String... arguments) {
        CommandLine command = Sluice.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
