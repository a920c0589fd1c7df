package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Payara's administration client, run as a program. The password goes by a file. */
record Asadmin(Payara payara, Path passwordFile, int port, Path log) {
    /** Writes the password file that the client reads. */
    void preparePassword(String password) throws IOException {
        PrivateFile.write(passwordFile, "AS_ADMIN_PASSWORD=" + password + "\n");
    }

    /** What the client prints for the java command of a domain that it would start. */
    List<String> dryRun(Path domains, Path preBoot) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(domains, "dry-run", ".txt");
        try {
            Tool.run(
                    printed,
                    command(List.of(
                            "start-domain",
                            "--domaindir",
                            domains.toString(),
                            "--prebootcommandfile",
                            preBoot.toString(),
                            "--dry-run",
                            Domain.NAME)));
            return Files.readAllLines(printed, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(printed);
        }
    }

    /** Runs the commands of a file on the running server, and throws if one of them fails. */
    void run(Path commands) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(Folders.parent(log), "asadmin", ".txt");
        try {
            Tool.run(printed, command(List.of("multimode", "--file", commands.toString())));
            String text = Files.readString(printed, StandardCharsets.UTF_8);
            if (text.lines().anyMatch(line -> line.matches("Command [a-z-]+ failed\\."))) {
                throw new IOException("Payara refused a command of " + commands + ":\n" + text);
            }
        } finally {
            Files.deleteIfExists(printed);
        }
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
