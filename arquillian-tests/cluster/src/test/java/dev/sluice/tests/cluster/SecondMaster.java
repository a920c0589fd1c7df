package dev.sluice.tests.cluster;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another master of the cluster: the domain of the first one, copied and run with ports of its own, against the same
 * database and broker. Started again when it ends, as a supervisor does.
 */
final class SecondMaster implements AutoCloseable {
    private final Path log;
    private final Portal portal;
    private final ProcessBuilder program;
    private final Thread keeper = new Thread(this::keep, "second master");
    private volatile boolean closing;
    private volatile Process process;

    private SecondMaster(Path log, Portal portal, ProcessBuilder program) throws IOException {
        this.log = log;
        this.portal = portal;
        this.program = program;
        this.process = program.start();
        keeper.start();
    }

    private void keep() {
        try {
            process.waitFor();
            while (!closing) {
                process = program.start();
                process.waitFor();
            }
        } catch (IOException | InterruptedException e) {
            System.out.println("The second master is not started again: " + e);
        }
    }

    /** Starts it beside the first one, which runs. */
    static SecondMaster start(Cluster cluster, Path work) throws IOException, InterruptedException {
        Path original = cluster.data().resolve("domains");
        Path copy = Files.createDirectories(Folders.emptied(work)).resolve("domains");
        Shell.run(work, "cp", "-a", original.toString(), copy.toString());
        // In use by the first one while they were copied, and made again at the start.
        Shell.run(work, "rm", "-rf", copy.resolve("master/osgi-cache").toString());
        Shell.run(work, "rm", "-f", copy.resolve("master/config/pid").toString());
        int port = freePort();
        UnaryOperator<String> moved = text -> text.replace(original.toString(), copy.toString())
                .replaceAll("(http-listener-2\\.port=)\\d+", "$1" + port)
                .replaceAll("(admin-listener\\.port=)\\d+", "$1" + someFreePort());
        Path options = copy.resolve("master/java.args");
        for (Path file : List.of(options, copy.resolve("master/preboot.txt"))) {
            Files.writeString(file, moved.apply(Files.readString(file)));
        }
        Path log = work.resolve("second-master.log");
        ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "@" + options)
                .directory(copy.resolve("master").toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment(cluster.pid("master")));
        builder.environment()
                .put(
                        "SLUICE_PORTAL_URL",
                        URI.create("https://127.0.0.1:" + port).toString());
        return new SecondMaster(log, cluster.portal().at(port), builder);
    }

    Portal portal() {
        return portal;
    }

    void awaitStandingBy() {
        Waiting.until("the second master stands by", () -> Files.readString(log)
                .contains("Standing by: another master is active"));
    }

    void awaitActive() {
        Waiting.until("the second master answers", () -> !portal.head().equals(Revision.NONE));
    }

    /** Ends it in good order, so that it gives the lease back. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        keeper.join();
    }

    /** With which the process was started. */
    private static Map<String, String> environment(long pid) throws IOException {
        String text = new String(Files.readAllBytes(Path.of("/proc/" + pid + "/environ")), StandardCharsets.UTF_8);
        return Stream.of(text.split("\0"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static int someFreePort() {
        try {
            return freePort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
