package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Another host: a network namespace with an address of its own and a wire to this one, which can be cut. Needs to be
 * root, as the machine that installs the tests' packages is.
 */
final class OtherHost implements AutoCloseable {
    /** This machine, as the other host sees it. */
    static final String HERE = "10.203.17.1";

    static final String THERE = "10.203.17.2";

    /** The ends of a second wire, which is never cut: on it are the clients here of a proxy there, and their sites. */
    static final String CLIENTS = "10.203.18.1";

    static final String PROXY = "10.203.18.2";

    private static final String NAME = "sluice-other";
    private static final String NEAR_END = "sluice-near";
    private static final String CLIENTS_END = "sluice-clients";
    private static final Path ANYWHERE = Path.of("/");

    private OtherHost() {}

    /** Replaces what an earlier run may have left. */
    static OtherHost plugIn() throws IOException, InterruptedException {
        unplug();
        run("ip", "netns", "add", NAME);
        run("ip", "-n", NAME, "link", "set", "lo", "up");
        lay(NEAR_END, HERE, "eth0", THERE);
        lay(CLIENTS_END, CLIENTS, "eth1", PROXY);
        return new OtherHost();
    }

    private static void lay(String nearEnd, String near, String farEnd, String far)
            throws IOException, InterruptedException {
        run("ip", "link", "add", nearEnd, "type", "veth", "peer", "name", farEnd, "netns", NAME);
        run("ip", "address", "add", near + "/24", "dev", nearEnd);
        run("ip", "link", "set", nearEnd, "up");
        run("ip", "-n", NAME, "address", "add", far + "/24", "dev", farEnd);
        run("ip", "-n", NAME, "link", "set", farEnd, "up");
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
        unplug();
    }

    private static void unplug() throws IOException, InterruptedException {
        Shell.exitCode(ANYWHERE, "ip", "netns", "delete", NAME);
        Shell.exitCode(ANYWHERE, "ip", "link", "delete", NEAR_END);
        Shell.exitCode(ANYWHERE, "ip", "link", "delete", CLIENTS_END);
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Shell.run(ANYWHERE, words);
    }
}
