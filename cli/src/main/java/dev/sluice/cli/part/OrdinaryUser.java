package dev.sluice.cli.part;

import dev.sluice.cli.cluster.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. In a user namespace without a mapping it sees itself as nobody.
 *
 * @param namespace the command that runs another in such a namespace
 */
record OrdinaryUser(boolean root, List<String> namespace) {
    OrdinaryUser {
        namespace = List.copyOf(namespace);
    }

    static OrdinaryUser ofThisProcess() {
        return new OrdinaryUser("root".equals(System.getProperty("user.name")), List.of("unshare", "--user"));
    }

    /**
     * The command so that it runs as an ordinary user.
     *
     * @throws Problem where that is not allowed
     */
    List<String> command(List<String> command, Path log) throws InterruptedException {
        if (!root) {
            return command;
        }
        tryNamespace(log);
        return within(command);
    }

    private void tryNamespace(Path log) throws InterruptedException {
        try {
            Tool.run(log, within(List.of("true")));
        } catch (IOException e) {
            throw new Problem(
                    "PostgreSQL refuses to run as root, and this system does not let it run in a user namespace: "
                            + e.getMessage() + ".",
                    "Run Sluice as an ordinary user, or allow user namespaces: the sysctl user.max_user_namespaces must"
                            + " be above 0, and a container needs a seccomp profile that permits unshare.",
                    e);
        }
    }

    private List<String> within(List<String> command) {
        return Stream.concat(namespace.stream(), command.stream()).toList();
    }
}
