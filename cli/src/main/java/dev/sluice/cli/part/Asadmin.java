package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara's administration client, run as a program. The password goes by a file. */
record Asadmin(Payara payara, Path passwordFile, int port, Path log) {
    /** Writes the password file that the client reads. */
    void preparePassword(String password) throws IOException {
        PrivateFiles.write(passwordFile, "AS_ADMIN_PASSWORD=" + password + "\n");
    }

    /** What the client prints for the java command of a domain that it would start. */
    List<String> dryRun(Path domains, Path preBoot) throws IOException, InterruptedException {
        return Tool.run(
                log,
                command(List.of(
                        "start-domain",
                        "--domaindir",
                        domains.toString(),
                        "--prebootcommandfile",
                        preBoot.toString(),
                        "--dry-run",
                        Domain.NAME)));
    }

    /**
     * Runs the commands of a file on the running server, and throws if one of them fails. That something is there
     * already is no failure: an earlier attempt may have come so far.
     */
    void run(Path commands) throws IOException, InterruptedException {
        Tool.Result result = Tool.attempt(log, command(List.of("multimode", "--file", commands.toString())));
        List<String> failures = failures(result.lines());
        if (!failures.isEmpty()
                || (result.exit() != 0 && result.lines().stream().noneMatch(Asadmin::isThere))) {
            throw new IOException(failures.isEmpty() ? result.last() : String.join(" ", failures));
        }
    }

    static List<String> failures(List<String> printed) {
        return printed.stream()
                .filter(line -> line.startsWith("remote failure: "))
                .filter(line -> !isThere(line))
                .toList();
    }

    private static boolean isThere(String line) {
        return line.contains("already exists");
    }

    private List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                Site.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-jar",
                payara.adminClient().toString(),
                "--host",
                ClusterOptions.LOOPBACK,
                "--port",
                String.valueOf(port),
                "--user",
                "admin",
                "--passwordfile",
                passwordFile.toString(),
                "--interactive=false"));
        command.addAll(words);
        return command;
    }
}
