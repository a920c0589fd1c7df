package dev.sluice.cli.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which records are asked for; what is left out matches all. */
final class RecordArguments {
    private final Map<String, String> wanted = new LinkedHashMap<>();

    @Option(names = "--node", paramLabel = "NODE", description = "Of this node.")
    void node(String value) {
        wanted.put("node", value);
    }

    @Option(names = "--client", paramLabel = "ADDRESS", description = "Of this client address.")
    void client(String value) {
        wanted.put("client", value);
    }

    @Option(names = "--user", paramLabel = "USER", description = "Of this user; * for any.")
    void user(String value) {
        wanted.put("user", value);
    }

    @Option(names = "--site", paramLabel = "HOST", description = "Of exactly this host.")
    void site(String value) {
        wanted.put("site", value);
    }

    @Option(names = "--host", paramLabel = "TEXT", description = "Of hosts with this in their name.")
    void host(String value) {
        wanted.put("host", value);
    }

    @Option(names = "--text", paramLabel = "TEXT", description = "With this in host and path, as in www.example/page.")
    void text(String value) {
        wanted.put("text", value);
    }

    @Option(names = "--status", paramLabel = "STATUS", description = "With this status, such as 404 or 4xx.")
    void status(String value) {
        wanted.put("status", value);
    }

    @Option(names = "--category", paramLabel = "CATEGORY", description = "Decided by this category; * for any.")
    void category(String value) {
        wanted.put("category", value);
    }

    @Option(names = "--rule", paramLabel = "ID", description = "Decided by this rule; * for any.")
    void rule(String value) {
        wanted.put("rule", value);
    }

    @Option(names = "--action", paramLabel = "ACTION", description = "allow, authenticate or block.")
    void action(String value) {
        wanted.put("action", value);
    }

    @Option(names = "--scheme", paramLabel = "SCHEME", description = "http, https or tunnel.")
    void scheme(String value) {
        wanted.put("scheme", value);
    }

    @Option(names = "--error", paramLabel = "ERROR", description = "With this error, such as dns; * for any.")
    void error(String value) {
        wanted.put("error", value);
    }

    @Option(names = "--from", paramLabel = "TIME", description = "From then on, such as 2026-03-01T00:00:00Z.")
    void from(String value) {
        wanted.put("from", value);
    }

    @Option(names = "--to", paramLabel = "TIME", description = "Before then.")
    void to(String value) {
        wanted.put("to", value);
    }

    /** As query parameters, each with an ampersand behind it. */
    String query() {
        return wanted.entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue()) + "&")
                .collect(Collectors.joining());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
