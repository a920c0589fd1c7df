package dev.sluice.cli;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.part.Executables;
import dev.sluice.cli.part.SupervisorClasses;
import dev.sluice.cli.process.LateCompilation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the supervisor so that it outlives this command and its terminal. */
final class SupervisorLauncher {
    private static final String LOG_FORMAT = "%1$tF %1$tT.%1$tL %4$s %5$s%6$s%n";

    static Process launch(DataFolder data, Distribution distribution, ClusterOptions options) throws IOException {
        return launch(data, distribution, ClusterArguments.words(options));
    }

    /** For the node that joined from this folder. */
    static Process launchNode(DataFolder data, Distribution distribution) throws IOException {
        return launch(data, distribution, List.of("--joined"));
    }

    private static Process launch(DataFolder data, Distribution distribution, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own: no signal of the terminal reaches it.
        Executables.find("setsid").ifPresent(program -> command.add(program.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SupervisorClasses.of(data).options(true));
        command.addAll(LateCompilation.OPTIONS);
        command.addAll(List.of(
                "-Xms32m",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.util.logging.SimpleFormatter.format=" + LOG_FORMAT,
                "-Dsluice.dist=" + distribution.root(),
                Sluice.class.getName(),
                "supervise",
                "--data=" + data.root()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(data.root().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(data.log("supervisor").toFile()));
        builder.environment().put("CLASSPATH", SupervisorClasses.classPath());
        return builder.start();
    }

    private SupervisorLauncher() {}
}
