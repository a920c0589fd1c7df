package dev.sluice.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryTest {
    @Test
    void countsTheProcessAndItsChildren() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "sleep 60 & echo started; wait").start();
        try {
            assertThat(shell.inputReader().readLine()).isEqualTo("started");

            long alone = Memory.ofOne(shell.toHandle()).orElseThrow();

            assertThat(alone).isPositive();
            assertThat(Memory.ofTree(shell.toHandle()).orElseThrow()).isGreaterThan(alone);
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    @Test
    void knowsNothingOfAProcessThatHasEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(Memory.ofTree(ended.toHandle())).isEmpty();
    }
}
