package dev.sluice.cli.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Ports;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.process.Child;
import dev.sluice.cli.process.ProcessRef;
import dev.sluice.cli.process.StopSignal;
import dev.sluice.cli.process.Trace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final ClusterOptions OPTIONS = new ClusterOptions(1, "127.0.0.1", Ports.DEFAULT);

    @TempDir
    private Path temp;

    private DataFolder data;
    private final List<Supervisor> supervisors = new ArrayList<>();

    @BeforeEach
    void makeTheDataFolder() {
        data = new DataFolder(temp);
        data.prepare();
    }

    @AfterEach
    void stopWhatRuns() throws Exception {
        for (Supervisor supervisor : supervisors) {
            supervisor.stop();
        }
        state().ifPresent(state -> state.parts().forEach(part -> part.process()
                .flatMap(trace -> trace.process().find())
                .ifPresent(ProcessHandle::destroyForcibly)));
    }

    @Test
    void startsPartsAfterThoseThatTheyNeed() throws Exception {
        run(part("last", 1, Set.of("first")), part("first", 0, Set.of()));

        awaitPhase(Phase.UP);

        assertThat(temp.resolve("starts")).hasContent("first\nlast\n");
    }

    @Test
    void startsAPartAgainAndTellsWhyItEnded() throws Exception {
        run(ShellPart.of(data, "part", ShellPart.SERVES));
        awaitPhase(Phase.UP);
        ProcessHandle killed = handle("part");

        killed.destroyForcibly();

        await().until(() -> row("part").restarts() == 1 && row("part").state() == PartState.READY);
        assertThat(row("part").lastEnd()).isEqualTo("ended by signal 9");
        assertThat(handle("part").pid()).isNotEqualTo(killed.pid());
    }

    @Test
    void stopsStageByStage() throws Exception {
        String script =
                "trap 'echo %s >> " + temp.resolve("ends") + "; exit 0' TERM; echo ready; while :; do sleep 0.1; done";
        Supervisor supervisor = run(
                new ShellPart(data, "store", 0, Set.of(), script.formatted("store"), List.of()),
                new ShellPart(data, "front", 3, Set.of(), script.formatted("front"), List.of()),
                new ShellPart(data, "server", 1, Set.of(), script.formatted("server"), List.of()));
        awaitPhase(Phase.UP);

        supervisor.stop();

        assertThat(temp.resolve("ends")).hasContent("front\nserver\nstore\n");
        assertThat(state().orElseThrow().phase()).isEqualTo(Phase.STOPPED);
        assertThat(state().orElseThrow().parts())
                .allMatch(part -> part.process().isEmpty());
    }

    @Test
    void givesUpAStartWhenAPartEndsTwice() throws Exception {
        run(ShellPart.of(data, "good", ShellPart.SERVES), ShellPart.of(data, "bad", "echo no use; exit 3"));

        awaitPhase(Phase.FAILED);

        await().until(() -> row("good").state() == PartState.STOPPED);
        assertThat(state().orElseThrow().problem()).isEqualTo("bad does not start: exit code 3.");
        assertThat(state().orElseThrow().fix()).contains("./sluice logs bad");
    }

    @Test
    void givesUpAStartWhenAProgramIsDamaged() throws Exception {
        run(ShellPart.of(data, "bad", ShellPart.SERVES).damaged());

        awaitPhase(Phase.FAILED);

        assertThat(state().orElseThrow().problem())
                .isEqualTo("bad does not start: could not be started: its program is damaged"
                        + " (java.lang.NoClassDefFoundError: a/Missing).");
    }

    @Test
    void givesUpAStartInTheWordsOfThePartThatEnded() throws Exception {
        run(ShellPart.of(data, "bad", "echo 'sluice: The lamp is broken.'; echo more; exit 3"));

        awaitPhase(Phase.FAILED);

        assertThat(state().orElseThrow().problem()).isEqualTo("bad does not start: The lamp is broken.");
        assertThat(state().orElseThrow().fix()).contains("./sluice up", "./sluice logs bad");
    }

    @Test
    void givesUpAStartAtOnceWhenAPartThatRunsOnCannotBeReady() throws Exception {
        run(ShellPart.of(data, "bad", "echo hopeless; while :; do sleep 0.1; done"));

        awaitPhase(Phase.FAILED);

        assertThat(state().orElseThrow().problem()).isEqualTo("It is hopeless.");
        assertThat(temp.resolve("starts")).hasContent("bad\n");
        await().until(() -> row("bad").state() == PartState.STOPPED);
    }

    @Test
    void endsAPartThatCannotBeReadyAgain() throws Exception {
        run(ShellPart.of(data, "part", "test -e second && echo hopeless; touch second; " + ShellPart.SERVES));
        awaitPhase(Phase.UP);
        handle("part").destroyForcibly();

        await().until(() -> row("part").restarts() == 2);

        assertThat(row("part").lastEnd()).isEqualTo("It is hopeless.");
        assertThat(row("part").process()).isEmpty();
        assertThat(state().orElseThrow().phase()).isEqualTo(Phase.UP);
    }

    @Test
    void takesNoWordsOfAnEarlierRunForThoseOfThis() throws Exception {
        Files.writeString(data.log("bad"), "sluice: The lamp is broken.\n");

        run(ShellPart.of(data, "bad", "exit 3"));

        awaitPhase(Phase.FAILED);
        assertThat(state().orElseThrow().problem()).isEqualTo("bad does not start: exit code 3.");
    }

    @Test
    void startsAPartAgainAndRepeatsWhatItSaidAtItsEnd() throws Exception {
        String script = "trap 'echo \"sluice: No more oil\"; exit 4' USR1; " + ShellPart.SERVES;
        run(ShellPart.of(data, "part", script));
        awaitPhase(Phase.UP);

        new ProcessBuilder("kill", "-USR1", String.valueOf(handle("part").pid()))
                .start()
                .waitFor();

        await().until(() -> row("part").restarts() == 1 && row("part").state() == PartState.READY);
        assertThat(row("part").lastEnd()).isEqualTo("No more oil");
        assertThat(state().orElseThrow().phase()).isEqualTo(Phase.UP);
    }

    @Test
    void givesUpAStartWhenAPartIsNeverReady() throws Exception {
        run(supervisor(() -> List.of(ShellPart.of(data, "idle", "while :; do sleep 0.1; done")), impatient()), 1);

        awaitPhase(Phase.FAILED);

        assertThat(state().orElseThrow().problem()).startsWith("idle does not start: was not ready after");
        assertThat(row("idle").process()).isEmpty();
    }

    @Test
    void leavesAPartThatStandsByAloneUntilItTakesOver() throws Exception {
        String script = "echo stands by; until test -e go; do sleep 0.1; done; " + ShellPart.SERVES;
        run(supervisor(() -> List.of(ShellPart.of(data, "second", script)), impatient()), 1);
        awaitPhase(Phase.UP);
        await().during(impatient().startLimit().multipliedBy(3))
                .until(() -> row("second").state() == PartState.STANDING_BY);

        Files.createFile(temp.resolve("go"));

        await().until(() -> row("second").state() == PartState.READY);
        assertThat(row("second").restarts()).isZero();
    }

    private static Timing impatient() {
        Timing quick = ShellPart.quick();
        return new Timing(
                quick.startEvery(), quick.watchEvery(), Duration.ofMillis(300), quick.standby(), quick.steady());
    }

    @Test
    void namesThePortThatIsInUseAndTheOptionThatMovesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Listener listener = new Listener("127.0.0.1", taken.getLocalPort(), "proxy for clients", "--proxy-port");
            run(new ShellPart(data, "front", 0, Set.of(), ShellPart.SERVES, List.of(listener)));

            awaitPhase(Phase.FAILED);

            assertThat(state().orElseThrow().problem())
                    .contains("Port " + taken.getLocalPort())
                    .contains("proxy for clients");
            assertThat(state().orElseThrow().fix()).contains("--proxy-port");
        }
    }

    @Test
    void takesOverAPartThatAnEarlierSupervisorLeft() throws Exception {
        Trace left = leave("part", ShellPart.SERVES);

        run(ShellPart.of(data, "part", ShellPart.SERVES));
        awaitPhase(Phase.UP);

        assertThat(handle("part").pid()).isEqualTo(left.process().pid());
        assertThat(row("part").restarts()).isZero();
    }

    @Test
    void watchesAPartThatItTookOver() throws Exception {
        Trace left = leave("part", ShellPart.SERVES);
        run(ShellPart.of(data, "part", ShellPart.SERVES));
        awaitPhase(Phase.UP);

        left.process().find().orElseThrow().destroyForcibly();

        await().until(() -> row("part").restarts() == 1 && row("part").state() == PartState.READY);
        assertThat(handle("part").pid()).isNotEqualTo(left.process().pid());
    }

    @Test
    void replacesALeftPartThatWouldBeStartedOtherwiseNow() throws Exception {
        Trace left = leave("part", "echo old; " + ShellPart.SERVES);

        run(ShellPart.of(data, "part", ShellPart.SERVES));
        awaitPhase(Phase.UP);

        assertThat(left.isAlive()).isFalse();
        assertThat(handle("part").pid()).isNotEqualTo(left.process().pid());
    }

    @Test
    void endsALeftPartBeforeItMakesItsFilesAnew() throws Exception {
        Trace left = leave("part", "trap 'echo ended >> starts; exit 0' TERM; echo ready; while :; do sleep 0.1; done");

        run(ShellPart.of(data, "part", ShellPart.SERVES).outdated());
        awaitPhase(Phase.UP);

        assertThat(left.isAlive()).isFalse();
        assertThat(Files.readAllLines(data.root().resolve("starts"))).containsExactly("ended", "part");
    }

    @Test
    void stopsALeftPartThatTheClusterNoLongerHas() throws Exception {
        Trace left = leave("gone", ShellPart.SERVES);

        run(ShellPart.of(data, "part", ShellPart.SERVES));
        awaitPhase(Phase.UP);

        assertThat(left.isAlive()).isFalse();
    }

    @Test
    void leavesAForeignProcessWithARecordedPidAlone() throws Exception {
        Process foreign = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessRef recorded = new ProcessRef(
                    foreign.pid(), ProcessRef.of(foreign.toHandle()).started().minus(Duration.ofMinutes(5)));
            writeState("gone", new Trace(recorded, "any", StopSignal.TERMINATE));

            run(ShellPart.of(data, "part", ShellPart.SERVES)).stop();

            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void doesNotRunTwiceOnOneFolder() throws Exception {
        run(ShellPart.of(data, "part", ShellPart.SERVES));
        awaitPhase(Phase.UP);
        Supervisor second = supervisor(() -> List.of());

        // In one JVM the second attempt on the lock is an exception; between two JVMs it is refused with a Problem.
        assertThatThrownBy(second::run).isInstanceOf(java.nio.channels.OverlappingFileLockException.class);
    }

    @Test
    void failsTheStartWhenThePlanHasAProblem() throws Exception {
        Supervisor supervisor = supervisor(() -> {
            throw new Problem("Something is missing.", "Install it.");
        });

        assertThat(supervisor.run()).isFalse();

        assertThat(state().orElseThrow().phase()).isEqualTo(Phase.FAILED);
        assertThat(state().orElseThrow().problem()).isEqualTo("Something is missing.");
    }

    private Trace leave(String name, String script) throws Exception {
        Child child = Child.start(ShellPart.launchOf(data, name, script), StopSignal.TERMINATE);
        await().until(() -> Files.readString(data.log(name)).contains("ready"));
        Trace trace = child.trace().orElseThrow();
        writeState(name, trace);
        return trace;
    }

    private void writeState(String name, Trace trace) throws Exception {
        PartStatus row = new PartStatus(name, "", PartState.READY, Optional.of(trace), Instant.now(), 0, "");
        ProcessRef dead = new ProcessRef(1, Instant.EPOCH);
        new StateFile(data.state()).write(new ClusterState("0", dead, Phase.UP, "", "", OPTIONS, List.of(row)));
    }

    private ShellPart part(String name, int stage, Set<String> needs) {
        return new ShellPart(data, name, stage, needs, ShellPart.SERVES, List.of());
    }

    private Supervisor run(Part... parts) {
        return run(supervisor(() -> List.of(parts)), parts.length);
    }

    private Supervisor run(Supervisor supervisor, int parts) {
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                supervisor.run();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        await().until(() -> running.isDone()
                || state().filter(state -> state.supervisor().pid()
                                == ProcessHandle.current().pid())
                        .filter(state -> state.parts().size() == parts)
                        .isPresent());
        return supervisor;
    }

    private Supervisor supervisor(Supervisor.Plan plan) {
        return supervisor(plan, ShellPart.quick());
    }

    private Supervisor supervisor(Supervisor.Plan plan, Timing timing) {
        Supervisor supervisor = new Supervisor(data, OPTIONS, plan, timing, Clock.systemUTC());
        supervisors.add(supervisor);
        return supervisor;
    }

    private void awaitPhase(Phase phase) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        state().map(ClusterState::phase).filter(phase::equals).isPresent());
    }

    private ProcessHandle handle(String name) throws Exception {
        return row(name).process().orElseThrow().process().find().orElseThrow();
    }

    private PartStatus row(String name) throws Exception {
        return state().orElseThrow().part(name).orElseThrow();
    }

    private Optional<ClusterState> state() throws Exception {
        return new StateFile(data.state()).read();
    }
}
