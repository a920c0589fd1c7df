package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A slave on the other host, in a folder of its own, run by the commands that a person types there. */
final class FarNode {
    private static final int PROXY_PORT = 8081;

    private final Cluster cluster;
    private final OtherHost host;
    private final String name;
    private final Path data;
    private final Map<String, String> environment;
    private boolean member;

    /** @param environment of the node and all that is typed for it */
    FarNode(Cluster cluster, OtherHost host, String name, Path data, Map<String, String> environment)
            throws IOException {
        this.cluster = cluster;
        this.host = host;
        this.name = name;
        this.data = Folders.emptied(data);
        this.environment = environment;
    }

    /** In the folder of its name. */
    static FarNode named(String name, Cluster cluster, OtherHost host, Map<String, String> environment)
            throws IOException {
        return new FarNode(cluster, host, name, Path.of(System.getProperty("sluice.work"), name), environment);
    }

    String name() {
        return name;
    }

    /** Joins and starts, unless it has. */
    FarNode joined() throws IOException, InterruptedException {
        if (!member) {
            join(cluster.newKey("--auto-approve"), "--address", "0.0.0.0");
        }
        assertThat(member).as(name + " belongs to the cluster").isTrue();
        return this;
    }

    /** Joins with that key and starts; returns what was printed, whatever came of it. */
    String join(String key, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("node", "join", "--name", name));
        words.addAll(List.of("--master", "https://" + OtherHost.HERE + ":" + cluster.portalPort()));
        words.addAll(List.of(more));
        String printed = type(Map.of("SLUICE_KEY", key), words);
        member = printed.contains("belongs to the cluster");
        return printed;
    }

    /** Stops it. */
    String down() throws IOException, InterruptedException {
        return type(Map.of(), List.of("down"));
    }

    /** What it has written down of how it joined. */
    String settings() throws IOException {
        return Files.readString(data.resolve("node.properties"));
    }

    /** Fetches from there through its proxy, wire or no wire; says the status. */
    String fetch(String url) throws IOException, InterruptedException {
        return curl("-o", "/dev/null", "-w", "%{http_code}", url).strip();
    }

    /** Its proxy, for clients here: on a wire that is never cut. */
    InetSocketAddress proxy() {
        return new InetSocketAddress(OtherHost.PROXY, PROXY_PORT);
    }

    /** As clients there see it. */
    WatchedNode watched() {
        return new WatchedNode(name, url -> {
            String page = curl("-i", url);
            if (page.isEmpty()) {
                throw new IOException("nobody answers");
            }
            return page.replaceFirst("^HTTP/[0-9.]+ (\\d+)", "$1\n");
        });
    }

    private String curl(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("curl", "-s", "-m", "10"));
        all.addAll(List.of("-x", "http://" + OtherHost.THERE + ":" + PROXY_PORT));
        all.addAll(List.of(words));
        return host.output(Map.of(), all.toArray(String[]::new));
    }

    private String type(Map<String, String> more, List<String> words) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("SLUICE_NO_BUILD", "1");
        all.putAll(more);
        List<String> command = new ArrayList<>(List.of(cluster.program()));
        command.addAll(words);
        command.addAll(List.of("--data", data.toString()));
        return host.output(all, command.toArray(String[]::new));
    }
}
