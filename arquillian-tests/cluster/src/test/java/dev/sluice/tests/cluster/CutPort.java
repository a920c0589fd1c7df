package dev.sluice.tests.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Packets to one port of this machine are lost while it is open, as on a wire that is cut between who speaks and who
 * listens there. Needs to be root.
 */
final class CutPort implements AutoCloseable {
    private static final Path ANYWHERE = Path.of("/");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String table = "sluice_cut_" + COUNT.incrementAndGet();

    private CutPort() {}

    /** Fails when a packet still gets through. */
    static CutPort of(int port) throws IOException, InterruptedException {
        CutPort cut = new CutPort();
        Shell.exitCode(ANYWHERE, "nft", "delete", "table", "inet", cut.table); // an earlier run may have left it
        Shell.run(
                ANYWHERE,
                "nft",
                "table inet " + cut.table + " { chain input { type filter hook input priority 0; tcp dport " + port
                        + " drop; }; }");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            cut.close();
            throw new IOException("port " + port + " could not be cut off");
        } catch (SocketTimeoutException e) {
            return cut;
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Shell.run(ANYWHERE, "nft", "delete", "table", "inet", table);
    }
}
