package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end, as a person would type it, without the proxy settings of the environment. */
final class Shell {
    /** Returns what the command printed; fails with it when the exit code is not 0. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        return run(folder, Map.of(), command);
    }

    static String run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Result result = execute(folder, environment, command);
        if (result.exitCode() != 0) {
            throw new AssertionError(
                    String.join(" ", command) + " ended with " + result.exitCode() + ":\n" + result.output());
        }
        return result.output();
    }

    /** What the command printed, whatever its exit code. */
    static String output(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return execute(folder, environment, command).output();
    }

    static int exitCode(Path folder, String... command) throws IOException, InterruptedException {
        return execute(folder, Map.of(), command).exitCode();
    }

    static Result execute(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT)
                .endsWith("_proxy"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end within five minutes");
        }
        return new Result(process.exitValue(), output);
    }

    record Result(int exitCode, String output) {}

    private Shell() {}
}
