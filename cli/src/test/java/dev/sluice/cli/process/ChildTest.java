package dev.sluice.cli.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    @TempDir
    private Path folder;

    @Test
    void tellsTheExitCode() throws Exception {
        Child child = start("exit 7");

        assertThat(child.ended().get(10, SECONDS)).isEqualTo("exit code 7");
    }

    @Test
    void tellsTheSignal() throws Exception {
        Child child = start("kill -9 $$");

        assertThat(child.ended().get(10, SECONDS)).isEqualTo("ended by signal 9");
    }

    @Test
    void appendsOutputAndErrorsToTheLog() throws Exception {
        Files.writeString(log(), "before\n");

        start("echo out; echo err >&2").ended().get(10, SECONDS);

        assertThat(log()).hasContent("before\nout\nerr\n");
    }

    @Test
    void givesItsEnvironmentToTheProcessButNoClassPathAndNoSettingOfTheCaller() throws Exception {
        assertThat(System.getenv("SLUICE_STRAY")).as("set by the build").isNotNull();

        start("echo \"$GREETING ${CLASSPATH-none} ${SLUICE_STRAY-none}\"")
                .ended()
                .get(10, SECONDS);

        assertThat(log()).hasContent("hello none none\n");
    }

    @Test
    void endsAProcessThatIgnoresTheRequest() throws Exception {
        Child child = start("trap '' TERM; echo ready; while :; do sleep 1; done");
        await().until(() -> Files.readString(log()).contains("ready"));

        child.stop(Duration.ofMillis(300));

        assertThat(child.ended().get(10, SECONDS)).isEqualTo("ended by signal 9");
    }

    @Test
    void sendsTheSignalThatTheProgramTakesForAStop() throws Exception {
        Child child = Child.start(
                launch("trap 'echo asked; exit 0' INT; echo ready; while :; do sleep 0.1; done"), StopSignal.INTERRUPT);
        await().until(() -> Files.readString(log()).contains("ready"));

        child.stop(Duration.ofSeconds(10));

        assertThat(log()).hasContent("ready\nasked\n");
    }

    @Test
    void takesOverAProcessThatStillRunsAndStopsIt() throws Exception {
        Child started = start("sleep 60");
        Trace trace = started.trace().orElseThrow();

        Child adopted = trace.adopt().orElseThrow();
        adopted.stop(Duration.ofSeconds(5));

        assertThat(started.ended().get(10, SECONDS)).isEqualTo("ended by signal 15");
        assertThat(trace.adopt()).isEmpty();
    }

    @Test
    void makesLaunchesDifferByCommandEnvironmentAndInputs() {
        Launch launch = launch("true");

        assertThat(launch.fingerprint()).isEqualTo(launch("true").fingerprint());
        assertThat(launch.fingerprint()).isNotEqualTo(launch("false").fingerprint());
        assertThat(launch.fingerprint())
                .isNotEqualTo(new Launch(launch.command(), Map.of(), folder, log(), List.of()).fingerprint());
        assertThat(launch.fingerprint())
                .isNotEqualTo(new Launch(launch.command(), launch.environment(), folder, log(), List.of("new"))
                        .fingerprint());
    }

    private Child start(String script) throws Exception {
        return Child.start(launch(script), StopSignal.TERMINATE);
    }

    private Launch launch(String script) {
        return new Launch(List.of("sh", "-c", script), Map.of("GREETING", "hello"), folder, log(), List.of());
    }

    private Path log() {
        return folder.resolve("part.log");
    }
}
