package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
