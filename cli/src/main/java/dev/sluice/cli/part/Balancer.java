package dev.sluice.cli.part;

import dev.sluice.cli.process.Launch;
import dev.sluice.cli.supervise.Listener;
import dev.sluice.cli.supervise.ProcessPart;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** HAProxy in front of the slaves. */
final class Balancer extends ProcessPart {
    static final String NAME = "balancer";

    private final Site site;
    private final Path program;

    Balancer(Site site, Path program) {
        this.site = site;
        this.program = program;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String address() {
        return site.options().bind() + ":" + port();
    }

    @Override
    public int stage() {
        return 3;
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(5);
    }

    /** For a slave that is ready. */
    @Override
    public boolean waitsForOthers() {
        return true;
    }

    @Override
    protected List<Listener> listeners() {
        return List.of(new Listener(site.options().bind(), port(), "proxy for clients", "--proxy-port"));
    }

    @Override
    protected Launch launch() throws IOException {
        Path folder = site.data().balancer();
        PrivateFiles.ownFolder(folder);
        String settings = HaproxySettings.of(site.options());
        PrivateFiles.write(folder.resolve("haproxy.cfg"), settings);
        return new Launch(
                List.of(program.toString(), "-db", "-f", "haproxy.cfg"),
                Map.of(),
                folder,
                site.data().log(NAME),
                List.of(settings));
    }

    @Override
    public boolean advance() throws IOException {
        return takesClients(ask("show stat\n"));
    }

    /** Whether HAProxy's own table says that it has asked a slave and found it ready. It believes in all at first. */
    static boolean takesClients(String table) {
        List<String[]> rows = table.lines().map(line -> line.split(",", -1)).toList();
        if (rows.isEmpty()) {
            return false;
        }
        List<String> names = List.of(rows.get(0));
        int status = names.indexOf("status");
        int check = names.indexOf("check_status");
        return rows.stream()
                .filter(row -> row.length > check && row[0].equals(HaproxySettings.BACKEND))
                .anyMatch(row -> row[status].startsWith("UP") && row[check].startsWith("L7OK"));
    }

    private String ask(String command) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket());
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(address);
            channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Seen from the working folder: the path of a socket is limited to 107 bytes. */
    private Path socket() {
        Path socket = site.data().balancer().resolve(HaproxySettings.SOCKET);
        return Path.of("").toAbsolutePath().relativize(socket);
    }

    private int port() {
        return site.options().ports().proxy();
    }
}
