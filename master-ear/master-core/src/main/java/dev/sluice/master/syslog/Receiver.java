package dev.sluice.master.syslog;

import dev.sluice.master.config.SyslogReceiver;
import dev.sluice.master.trust.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Where the syslog receiver is, and who has to certify it. Safe for any thread. */
final class Receiver {
    /** Bytes that wait in our system for a receiver that is slow; then so do we. */
    private static final int UNDER_WAY = 256 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final SyslogReceiver settings;
    private final Duration patience;
    private final Optional<SSLContext> tls;

    /**
     * @param patience how long the receiver may take for an answer
     * @throws IllegalArgumentException with one line when the authority's file cannot be used
     */
    Receiver(SyslogReceiver settings, Duration patience) {
        this.settings = settings;
        this.patience = patience;
        this.tls = settings.authority().map(file -> Trust.in(file, SyslogReceiver.CA_FILE));
    }

    /** Connects; with TLS only to a receiver whose certificate is of the authority and for its host (RFC 5425, section 5.2). */
    ReceiverConnection connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSendBufferSize(UNDER_WAY);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), (int) CONNECT.toMillis());
            return new ReceiverConnection(tls.isPresent() ? secured(tls.get(), socket) : socket, socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
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
