package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Another host: a network namespace with an address of its own and one wire to this one, which can be cut. Needs to be
 * root, as the machine that installs the tests' packages is.
 */
final class OtherHost implements AutoCloseable {
    /** This machine, as the other host sees it. */
    static final String HERE = "10.203.17.1";

    static final String THERE = "10.203.17.2";

    private static final String NAME = "sluice-other";
    private static final String NEAR_END = "sluice-near";
    private static final Path ANYWHERE = Path.of("/");

    private OtherHost() {}

    /** Replaces what an earlier run may have left. */
    static OtherHost plugIn() throws IOException, InterruptedException {
        Shell.exitCode(ANYWHERE, "ip", "netns", "delete", NAME);
        Shell.exitCode(ANYWHERE, "ip", "link", "delete", NEAR_END);
        run("ip", "netns", "add", NAME);
        run("ip", "link", "add", NEAR_END, "type", "veth", "peer", "name", "eth0", "netns", NAME);
        run("ip", "address", "add", HERE + "/24", "dev", NEAR_END);
        run("ip", "link", "set", NEAR_END, "up");
        run("ip", "-n", NAME, "address", "add", THERE + "/24", "dev", "eth0");
        run("ip", "-n", NAME, "link", "set", "eth0", "up");
        run("ip", "-n", NAME, "link", "set", "lo", "up");
        return new OtherHost();
    }

    /** The words of a command that runs on the other host. */
    String[] command(String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", NAME));
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    String run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        return Shell.run(ANYWHERE, environment, command(words));
    }

    /** What the command printed, whatever its exit code. */
    String output(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        return Shell.output(ANYWHERE, environment, command(words));
    }

    void cutWire() throws IOException, InterruptedException {
        run("ip", "link", "set", NEAR_END, "down");
    }

    void mendWire() throws IOException, InterruptedException {
        run("ip", "link", "set", NEAR_END, "up");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Shell.exitCode(ANYWHERE, "ip", "netns", "delete", NAME);
        Shell.exitCode(ANYWHERE, "ip", "link", "delete", NEAR_END);
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Shell.run(ANYWHERE, words);
    }
}
