package dev.sluice.slave;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Ends the process of a slave that does not start. The server would go on without it, and who watches the process would
 * take it for a slave that is alive.
 */
final class Farewell {
    /** Begins the line that says why; whoever started the process looks for it. */
    private static final String MARK = "sluice: ";

    private static final int EXIT_CODE = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Farewell() {}

    /** Returns at once: the calling thread deploys, and the server's own end waits for it. */
    static void because(String reason) {
        say(MARK + reason + "\n");
        start("sluice-exit", () -> System.exit(EXIT_CODE));
        start("sluice-halt", Farewell::haltWhenLate);
    }

    /** To standard error itself: lines of the server's log may be lost when it ends. */
    private static void say(String line) {
        OutputStream error = new FileOutputStream(FileDescriptor.err);
        try {
            error.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody listens; the exit code is left.
        }
    }

    private static void haltWhenLate() {
        try {
            Thread.sleep(PATIENCE.toMillis());
            Runtime.getRuntime().halt(EXIT_CODE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
