package dev.sluice.cli.process;

import java.io.IOException;

/** The signal that asks a process to end in good order. */
public enum StopSignal {
    /** What nearly every program takes for it. */
    TERMINATE {
        @Override
        void send(ProcessHandle handle) {
            handle.destroy();
        }
    },
    /** PostgreSQL's fast shutdown: clients are sent away, work is rolled back. Its SIGTERM would wait for clients. */
    INTERRUPT {
        @Override
        void send(ProcessHandle handle) throws InterruptedException {
            try {
                // Java sends no other signal than TERM and KILL.
                new ProcessBuilder("/bin/sh", "-c", "kill -INT " + handle.pid())
                        .start()
                        .waitFor();
            } catch (IOException e) {
                handle.destroy();
            }
        }
    };

    abstract void send(ProcessHandle handle) throws InterruptedException;
}
