package dev.sluice.cli.remote;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.cluster.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A real HTTPS server that stands for the master, and the commands that ask it. */
abstract class RemoteFixture {
    @TempDir
    Path temp;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    MasterStub master;

    @BeforeEach
    void startMaster() throws Exception {
        master = new MasterStub(temp);
        Files.createDirectories(temp.resolve("data/secrets"));
        Files.writeString(temp.resolve("data/secrets/cli-token"), "token\n");
    }

    @AfterEach
    void stopMaster() {
        master.close();
    }

    int run(Object command, String... words) {
        return runWith(master.authority(), command, words);
    }

    int runWith(Path authority, Object command, String... words) {
        CommandLine line = new CommandLine(command).setExecutionExceptionHandler((failure, at, parsed) -> {
            at.getErr().println(failure.getMessage());
            at.getErr().println(((Problem) failure).fix());
            return ExitCode.FAILURE;
        });
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] place = {
            "--data", temp.resolve("data").toString(), "--master", master.url(), "--ca", authority.toString()
        };
        String[] all = new String[words.length + place.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(place, 0, all, words.length, place.length);
        return line.execute(all);
    }
}
