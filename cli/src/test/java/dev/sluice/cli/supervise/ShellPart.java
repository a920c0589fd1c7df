package dev.sluice.cli.supervise;

import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.process.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A part whose process is a shell script; it is ready when its log says so, and cannot be when that says "hopeless". */
final class ShellPart extends ProcessPart {
    static final String SERVES = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done";

    private final DataFolder data;
    private final String name;
    private final int stage;
    private final Set<String> needs;
    private final String script;
    private final List<Listener> listeners;
    private boolean outdated;
    private boolean damaged;

    ShellPart(DataFolder data, String name, int stage, Set<String> needs, String script, List<Listener> listeners) {
        this.data = data;
        this.name = name;
        this.stage = stage;
        this.needs = needs;
        this.script = script;
        this.listeners = listeners;
    }

    static ShellPart of(DataFolder data, String name, String script) {
        return new ShellPart(data, name, 0, Set.of(), script, List.of());
    }

    /** One whose files are to be made anew. */
    ShellPart outdated() {
        outdated = true;
        return this;
    }

    /** One of whose programs a part is missing. */
    ShellPart damaged() {
        damaged = true;
        return this;
    }

    @Override
    protected boolean isOutdated() {
        return outdated;
    }

    /** The launch that this part makes, for a process that an earlier supervisor left. */
    static Launch launchOf(DataFolder data, String name, String script) {
        return new Launch(List.of("sh", "-c", script), Map.of(), data.root(), data.log(name), List.of());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return "nowhere";
    }

    @Override
    public int stage() {
        return stage;
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(5);
    }

    @Override
    protected List<Listener> listeners() {
        return listeners;
    }

    @Override
    protected Launch launch() throws IOException {
        if (damaged) {
            throw new NoClassDefFoundError("a/Missing");
        }
        Files.createDirectories(data.logs());
        Files.write(
                data.root().resolve("starts"),
                (name + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return launchOf(data, name, script);
    }

    @Override
    public boolean advance() throws IOException {
        if (lastSaid("hopeless"::equals).isPresent()) {
            throw new Problem("It is hopeless.", "Give up.");
        }
        return Files.exists(data.log(name)) && Files.readString(data.log(name)).contains("ready");
    }

    @Override
    public boolean standsBy() throws IOException {
        return lastSaid(line -> line.equals("stands by") || line.equals("ready"))
                .filter("stands by"::equals)
                .isPresent();
    }

    static Timing quick() {
        return new Timing(
                Duration.ofMillis(20),
                Duration.ofMillis(20),
                Duration.ofSeconds(TimeUnit.MINUTES.toSeconds(1)),
                Duration.ofMillis(100),
                Duration.ofMinutes(1));
    }
}
