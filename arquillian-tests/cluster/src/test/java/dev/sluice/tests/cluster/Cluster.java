package dev.sluice.tests.cluster;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running cluster of one master and two slaves, in a data folder and on ports of its own. */
final class Cluster implements AutoCloseable {
    static final List<String> SLAVES = List.of("slave-1", "slave-2");

    private static final Pattern PASSWORD = Pattern.compile("Password +(\\S+)");
    private static final int PORTS = 100;

    private final Path home = Path.of(System.getProperty("sluice.home"));
    private final Path data;
    private final int firstPort;
    private final SmallDisk disk;
    private Portal portal;
    private volatile JsonObject ports;

    private Cluster(Path data, int firstPort, SmallDisk disk) {
        this.data = data;
        this.firstPort = firstPort;
        this.disk = disk;
    }

    /** @param settings of the master, a line each, beside those that it has anyway */
    static Cluster start(Path data, String settings) throws IOException, InterruptedException {
        Files.createDirectories(Folders.emptied(data));
        Cluster cluster = new Cluster(data, freeBlock(), SmallDisk.under(data.resolve("slave-1/spool")));
        Files.writeString(data.resolve("master.properties"), settings);
        String printed = cluster.up();
        Matcher password = PASSWORD.matcher(printed);
        if (!password.find()) {
            throw new AssertionError("up printed no password:\n" + printed);
        }
        cluster.portal = new Portal(cluster.portalPort(), data, password.group(1));
        return cluster;
    }

    /** Runs {@code up} to its end and returns what it printed. Open to {@link OtherHost}. */
    String up() throws IOException, InterruptedException {
        return sluice("up", "--data", data.toString(), "--ports-from", String.valueOf(firstPort), "--bind", "0.0.0.0");
    }

    /** Runs {@code up} once the supervisor, which was killed, is known to be gone. */
    void upAgain() throws IOException, InterruptedException {
        Waiting.until(
                "the supervisor is gone", () -> status().getString("phase").equals("DOWN"));
        up();
    }

    JsonObject status() throws IOException, InterruptedException {
        String printed = Shell.output(home, environment(), typed("status", "--json", "--data", data.toString()));
        return Json.createReader(new StringReader(printed)).readObject();
    }

    /** What the supervisor last wrote down: as {@link #status}, but for whether it lives, and without a process. */
    private JsonObject state() throws IOException {
        return Json.createReader(new StringReader(Files.readString(data.resolve("supervisor.json"))))
                .readObject();
    }

    /** Makes an activation key. */
    String newKey(String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("key", "create"));
        words.addAll(List.of(options));
        return command(words.toArray(String[]::new))
                .lines()
                .filter(line -> line.matches("[a-z2-7]{8}\\..*"))
                .findFirst()
                .orElseThrow();
    }

    /** Runs a command that asks the master and returns what it printed; fails when the command does. */
    String command(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return sluice(all.toArray(String[]::new));
    }

    /** Runs a command that asks the master, whatever comes of it. */
    Shell.Result attempt(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return Shell.execute(home, environment(), typed(all.toArray(String[]::new)));
    }

    /** All that the part has said. */
    String log(String part) throws IOException {
        return Files.readString(data.resolve("logs").resolve(part + ".log"));
    }

    /** How often the slave has said that a policy is active. */
    int activations(String slave) throws IOException {
        return log(slave).split(" is active, hash ", -1).length - 1;
    }

    String program() {
        return home.resolve("sluice").toString();
    }

    int portalPort() throws IOException, InterruptedException {
        return ports().getInt("portal");
    }

    /** Where the spool of slave-1 lies. */
    SmallDisk disk() {
        return disk;
    }

    Portal portal() {
        return portal;
    }

    Path data() {
        return data;
    }

    /** The proxy behind the balancer. */
    InetSocketAddress proxy() throws IOException, InterruptedException {
        return address("proxy", 0);
    }

    /** The proxy of one slave, without the balancer. */
    InetSocketAddress proxyOf(String slave) throws IOException, InterruptedException {
        return address("slaves", SLAVES.indexOf(slave) + 1);
    }

    InetSocketAddress healthOf(String slave) throws IOException, InterruptedException {
        return address("slaveHealth", SLAVES.indexOf(slave) + 1);
    }

    JsonObject part(String name) throws IOException, InterruptedException {
        return state().getJsonArray("parts").getValuesAs(JsonObject.class).stream()
                .filter(part -> part.getString("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no part " + name));
    }

    long pid(String part) throws IOException, InterruptedException {
        return part.equals("supervisor")
                ? state().getJsonNumber("pid").longValueExact()
                : part(part).getJsonNumber("pid").longValueExact();
    }

    /** Sends a signal, for instance KILL, to a part's process. */
    void signal(String signal, String part) throws IOException, InterruptedException {
        signal(signal, pid(part));
    }

    void signal(String signal, long pid) throws IOException, InterruptedException {
        Shell.run(home, "kill", "-" + signal, String.valueOf(pid));
    }

    /** The state of a slave in the balancer's eyes, such as UP, DOWN or NOLB (it keeps its clients and gets no more). */
    String balancerSays(String slave) throws IOException {
        Path here = Path.of("").toAbsolutePath(); // the path of a socket is limited to 107 bytes
        Path socket = here.relativize(data.toAbsolutePath()).resolve("balancer/stats.sock");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap("show stat\n".getBytes(StandardCharsets.US_ASCII)));
            String table = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
            return table.lines()
                    .map(line -> line.split(","))
                    .filter(row -> row[0].equals("slaves") && row[1].equals(slave))
                    .map(row -> row[17])
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the balancer does not know " + slave));
        }
    }

    void awaitAllReady() {
        Waiting.until("all parts are ready", this::isAllReady);
    }

    boolean isAllReady() throws IOException, InterruptedException {
        return state().getJsonArray("parts").getValuesAs(JsonObject.class).stream()
                .allMatch(part -> part.getString("state").equals("READY"));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        sluice("down", "--data", data.toString());
    }

    /** They stay the same over restarts. */
    JsonObject ports() throws IOException, InterruptedException {
        JsonObject known = ports;
        if (known == null) {
            known = state().getJsonObject("ports");
            ports = known;
        }
        return known;
    }

    private InetSocketAddress address(String port, int offset) throws IOException, InterruptedException {
        return new InetSocketAddress("127.0.0.1", ports().getInt(port) + offset);
    }

    private String sluice(String... words) throws IOException, InterruptedException {
        return Shell.run(home, environment(), typed(words));
    }

    private String[] typed(String... words) {
        List<String> command = new ArrayList<>(List.of(home.resolve("sluice").toString()));
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    /** The build that runs these tests has built the cluster; the command must not start another in it. */
    private static Map<String, String> environment() {
        return Map.of("SLUICE_NO_BUILD", "1");
    }

    private static int freeBlock() throws IOException {
        for (int first = 20_000; first < 32_000; first += PORTS) {
            if (isFree(first) && isFree(first + 1) && isFree(first + 3) && isFree(first + 11) && isFree(first + 51)) {
                return first;
            }
        }
        throw new IOException("no block of " + PORTS + " free ports");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
