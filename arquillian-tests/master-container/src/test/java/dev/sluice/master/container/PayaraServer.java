package dev.sluice.master.container;

import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Payara Server in the foreground as a child of this JVM, on free loopback ports, in a fresh copy of its own domain. */
final class PayaraServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SET = "set configs.config.server-config.";
    private static final String LISTENER = SET + "network-config.network-listeners.network-listener.";

    private static final String DOMAIN = "master";

    private final int adminPort = FreePorts.next();
    private final int httpPort = FreePorts.next();
    private final int httpsPort = FreePorts.next();
    private final Path home;
    private final Path work;
    private final Process process;

    /** Starts it and returns when it can deploy. */
    PayaraServer(Path home, Path work, List<String> settings, Map<String, String> environment)
            throws IOException, InterruptedException {
        this.home = home;
        this.work = work;
        if (!Files.isDirectory(home)) {
            throw new IllegalStateException(
                    "There is no Payara Server in " + home + "; ./mvnw verify -pl :master-container -am unpacks it");
        }
        makeDomain();
        process = launch(command(preBoot(settings)), environment);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitAdministration();
    }

    int adminPort() {
        return adminPort;
    }

    int httpPort() {
        return httpPort;
    }

    int httpsPort() {
        return httpsPort;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** All that it has said. */
    String log() throws IOException {
        return Files.readString(work.resolve("server.log"), StandardCharsets.UTF_8);
    }

    /** Runs the lines as asadmin commands, one after the other; fails with the output of the one that failed. */
    void administer(List<String> lines) throws IOException, InterruptedException {
        Path file = Files.write(work.resolve("commands"), lines);
        asadmin(List.of(
                "--interactive=false",
                "--host",
                "127.0.0.1",
                "--port",
                "" + adminPort,
                "multimode",
                "--file",
                "" + file));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private void makeDomain() throws IOException {
        copy(home.resolve("glassfish/domains/domain1"), domain());
        Path xml = domain().resolve("config/domain.xml");
        Files.writeString(
                xml,
                Files.readString(xml)
                        .replace("port=\"4848\"", "port=\"" + adminPort + "\"")
                        .replace("value=\"7676\"", "value=\"" + FreePorts.next() + "\""));
    }

    private Path domain() {
        return work.resolve("domains").resolve(DOMAIN);
    }

    private Path preBoot(List<String> settings) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                LISTENER + "admin-listener.address=127.0.0.1",
                LISTENER + "http-listener-1.address=127.0.0.1",
                LISTENER + "http-listener-1.port=" + httpPort,
                LISTENER + "http-listener-2.address=127.0.0.1",
                LISTENER + "http-listener-2.port=" + httpsPort));
        lines.addAll(settings);
        return Files.write(work.resolve("pre-boot"), lines);
    }

    /** Asks the server's own tool for the java command, and makes it start fast rather than run fast. */
    private List<String> command(Path preBoot) throws IOException, InterruptedException {
        List<String> said = asadmin(List.of(
                "start-domain",
                "--domaindir",
                work.resolve("domains").toString(),
                "--prebootcommandfile",
                preBoot.toString(),
                "--dry-run",
                DOMAIN));
        int java = said.indexOf(java());
        if (java < 0) {
            throw new IOException("start-domain --dry-run printed no command: " + String.join("\n", said));
        }
        List<String> command = new ArrayList<>(said.subList(java, said.size()));
        command.removeIf(word -> word.equals("-server") || word.isBlank());
        command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        return command;
    }

    private Process launch(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(work.resolve("server.log").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void awaitAdministration() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + adminPort + "/management/domain.json"))
                .header("X-Requested-By", "sluice")
                .timeout(Duration.ofSeconds(20))
                .build();
        await("Payara Server answers; its log is " + work.resolve("server.log"))
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("Payara Server ended with " + process.exitValue());
                    }
                    return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
                });
    }

    private List<String> asadmin(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                home.resolve("glassfish/lib/client/appserver-cli.jar").toString()));
        command.addAll(arguments);
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        tool.getOutputStream().close();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tool.waitFor() != 0) {
            throw new IOException("asadmin " + arguments + " failed:\n" + output);
        }
        return output.lines().collect(Collectors.toList());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Files.isDirectory(file) ? copy : copy.getParent());
                if (Files.isRegularFile(file)) {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
