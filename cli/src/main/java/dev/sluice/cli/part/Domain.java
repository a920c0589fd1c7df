package dev.sluice.cli.part;

import dev.sluice.cli.cluster.Distribution;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The master's domain of Payara Server: a copy of the domain that its archive brings, with an administrator's password
 * and without the message broker that Sluice does not use. It holds nothing that cannot be made again, so it is made anew
 * when Payara changes or what is to be deployed in it, and when its deployment did not come to its end: a server that has an
 * application, or still loads it, does not always take another under its name.
 */
final class Domain {
    static final String NAME = "master";

    private static final Pattern SERVER_CONFIG = Pattern.compile("(<config name=\"server-config\">)");

    /** Without it the server makes one that listens for JMS clients on every address. */
    private static final String NO_JMS = """
            $1
                        <jms-service type="DISABLED" default-jms-host="default_JMS_host">
                            <jms-host name="default_JMS_host" host="localhost" port="7676" lazy-init="false"/>
                        </jms-service>\
            """;

    private final Payara payara;
    private final Distribution distribution;
    private final Path folder;

    Domain(Payara payara, Distribution distribution, Path domains) {
        this.payara = payara;
        this.distribution = distribution;
        this.folder = domains.resolve(NAME);
    }

    Path folder() {
        return folder;
    }

    /** Whether all that is to be deployed now is deployed in it, on this Payara. */
    boolean isComplete() throws IOException {
        return Files.exists(marker())
                && Files.readString(marker(), StandardCharsets.UTF_8).equals(edition());
    }

    /** All is deployed in it. */
    void completed() throws IOException {
        PrivateFiles.write(marker(), edition());
    }

    private Path marker() {
        return folder.resolve("deployed");
    }

    private String edition() throws IOException {
        return String.join(
                "\n",
                payara.edition(),
                new Archive(distribution.resourceAdapter()).edition(),
                new Archive(distribution.masterApplication()).edition());
    }

    /** Makes the domain, with nothing deployed in it, unless it is complete. No server may run in it. */
    void make(String adminPassword) throws IOException {
        if (isComplete()) {
            return;
        }
        Files.createDirectories(Folders.parent(folder));
        Path fresh = Folders.fresh(folder);
        Folders.copy(payara.domainTemplate(), fresh);
        PrivateFiles.ownFolder(fresh);
        Path config = fresh.resolve("config");
        replace(config.resolve("domain.xml"), SERVER_CONFIG, NO_JMS);
        Files.writeString(
                config.resolve("logging.properties"),
                Files.readString(config.resolve("logging.properties"), StandardCharsets.UTF_8)
                        .replaceAll("(?m)^(.*ansiColor)=.*$", "$1=false"),
                StandardCharsets.UTF_8);
        PrivateFiles.write(config.resolve("admin-keyfile"), AdminKey.line("admin", adminPassword));
        Folders.delete(folder);
        Files.move(fresh, folder);
    }

    private static void replace(Path file, Pattern pattern, String replacement) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String changed = pattern.matcher(text).replaceFirst(replacement);
        if (changed.equals(text)) {
            throw new IOException("This Payara is not as expected: " + file + " has no " + pattern);
        }
        Files.writeString(file, changed, StandardCharsets.UTF_8);
    }

    /**
     * The arguments of {@code java} that run the server in the foreground, from what Payara prints for a dry run.
     *
     * @param printed the output of {@code start-domain --dry-run}
     * @param leading options of ours, which come first
     */
    static List<String> arguments(List<String> printed, List<String> leading) {
        List<String> arguments = new ArrayList<>(leading);
        int first = printed.indexOf("-cp");
        if (first < 0) {
            throw new IllegalArgumentException("Payara printed no command: " + printed);
        }
        String option = "";
        for (String line : printed.subList(first, printed.size())) {
            if (line.isBlank()) {
                break;
            }
            String word = word(option, line);
            if (word != null) {
                arguments.add(word);
            }
            option = line;
        }
        return arguments;
    }

    private static @Nullable String word(String option, String line) {
        if (line.startsWith("-Xmx") || line.startsWith("-javaagent:") || line.startsWith("-Dosgi.shell.telnet")) {
            return null;
        }
        if (line.startsWith("-Dorg.glassfish.additionalOSGiBundlesToStart=")) {
            return "-Dorg.glassfish.additionalOSGiBundlesToStart=";
        }
        return switch (option) {
            case "-verbose" -> "true";
            case "-read-stdin" -> "false";
            default -> line;
        };
    }
}
