package dev.sluice.master.syslog;

import dev.sluice.master.config.SyslogReceiver;
import dev.sluice.master.trust.OwnKey;
import dev.sluice.master.trust.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Where the syslog receiver is, and who has to certify it. Safe for any thread. */
final class Receiver {
    /** Bytes that wait in our system for a receiver that is slow; then so do we. */
    private static final int UNDER_WAY = 256 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LEAST_WAY = Duration.ofMillis(20);

    private final SyslogReceiver settings;
    private final Duration patience;
    private final Optional<SSLContext> tls;

    /**
     * @param patience how long the receiver may take for an answer
     * @throws IllegalArgumentException with one line when a file of the settings cannot be used
     */
    Receiver(SyslogReceiver settings, Duration patience) {
        this.settings = settings;
        this.patience = patience;
        this.tls = settings.authority().map(file -> Trust.in(file, SyslogReceiver.CA_FILE, own(settings)));
    }

    private static KeyManager[] own(SyslogReceiver settings) {
        return settings.key()
                .map(key -> OwnKey.in(key.store(), key.password(), SyslogReceiver.KEY_STORE))
                .orElse(new KeyManager[0]);
    }

    /** Connects; with TLS only to a receiver whose certificate is of the authority and for its host (RFC 5425, section 5.2). */
    ReceiverConnection connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSendBufferSize(UNDER_WAY);
            socket.setTcpNoDelay(true); // pieces of TLS must not wait for each other's acknowledgement
            socket.setSoTimeout((int) patience.toMillis());
            Duration way = connect(socket);
            return new ReceiverConnection(tls.isPresent() ? secured(tls.get(), socket) : socket, socket, way, patience);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** @return some times as long as a packet there and back takes */
    private Duration connect(Socket socket) throws IOException {
        long start = System.nanoTime();
        socket.connect(new InetSocketAddress(settings.host(), settings.port()), (int) CONNECT.toMillis());
        Duration way = Duration.ofNanos(System.nanoTime() - start).multipliedBy(4);
        return way.compareTo(LEAST_WAY) > 0 ? way : LEAST_WAY;
    }

    private Socket secured(SSLContext context, Socket socket) throws IOException {
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(socket, settings.host(), settings.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
