package dev.sluice.cli.part;

import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Payara's administration client says is the java command of the master's server. The client is a Java program that
 * takes seconds beside others, so what it said is kept beside the domain and asked again only when something that it
 * depends on has changed: Payara, the JDK, the client's own options, or the Java settings of the domain.
 */
record ServerCommand(Path domain, List<String> question) {
    /** Asks the client. */
    interface Client {
        List<String> ask() throws IOException, InterruptedException;
    }

    List<String> printed(Client client) throws IOException, InterruptedException {
        List<String> basis = basis();
        Path file = domain.resolve("start-command");
        List<String> kept = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        if (kept.size() > basis.size() && kept.subList(0, basis.size()).equals(basis)) {
            return kept.subList(basis.size(), kept.size());
        }
        List<String> printed = client.ask();
        PrivateFiles.write(
                file,
                String.join(
                                "\n",
                                Stream.concat(basis.stream(), printed.stream()).toList()) + "\n");
        return printed;
    }

    private List<String> basis() throws IOException {
        Stream<String> java = Stream.of(System.getProperty("java.home"), System.getProperty("java.vm.version"));
        try (Stream<String> settings =
                Files.lines(domain.resolve("config").resolve("domain.xml"), StandardCharsets.UTF_8)) {
            return Stream.concat(
                            Stream.concat(java, question.stream()),
                            settings.filter(line -> line.contains("<jvm-options>") || line.contains("<java-config")))
                    .toList();
        }
    }
}
