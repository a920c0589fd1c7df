package dev.sluice.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessRefTest {
    private Process sleep;

    @BeforeEach
    void startAProcess() throws Exception {
        sleep = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void endIt() {
        sleep.destroyForcibly();
    }

    @Test
    void findsTheProcessThatItWasMadeFrom() {
        assertThat(ProcessRef.of(sleep.toHandle()).find()).contains(sleep.toHandle());
    }

    @Test
    void doesNotTakeAnotherProcessWithThatPidForIt() {
        ProcessRef ours = ProcessRef.of(sleep.toHandle());
        ProcessRef earlier = new ProcessRef(ours.pid(), ours.started().minus(Duration.ofMinutes(1)));

        assertThat(earlier.find()).isEmpty();
    }

    @Test
    void findsNothingAfterTheEnd() throws Exception {
        ProcessRef ref = ProcessRef.of(sleep.toHandle());

        sleep.destroyForcibly().waitFor();

        assertThat(ref.find()).isEmpty();
    }

    @Test
    void findsNothingAfterTheEndAlsoWhileNobodyReapsIt() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
        try {
            ProcessHandle child = ProcessHandle.of(
                            Long.parseLong(parent.inputReader().readLine()))
                    .orElseThrow();
            ProcessRef ref = ProcessRef.of(child);
            await().until(() -> parent.info().command().orElse("").endsWith("sleep")); // which reaps nobody
            assertThat(ref.find()).isPresent();

            child.destroyForcibly();

            await().until(() -> ref.find().isEmpty());
            assertThat(child.isAlive()).as("is a zombie").isTrue();
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }
}
