package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.ClusterCa.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsHandshakeTest {
    private static final char[] PASSWORD = "a password of the test".toCharArray();
    private static final int TIMEOUT_MS = 10_000;

    @TempDir
    Path folder;

    private ClusterCa ca;

    @BeforeEach
    void openAuthority() throws IOException {
        ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
    }

    @Test
    void bothSidesAcceptEachOther() throws Exception {
        var server = context(ca, Role.BROKER, "broker", "localhost");
        var client = context(ca, Role.SLAVE, "slave-1");

        assertThat(peerSeenByServer(server, client)).isEqualTo("CN=slave-1, OU=slave, O=Sluice");
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() throws Exception {
        var foreign = ClusterCa.openOrCreate(folder.resolve("foreign"), PASSWORD);
        var server = context(foreign, Role.BROKER, "broker", "localhost");
        var client = context(ca, Role.SLAVE, "slave-1");

        assertThatThrownBy(() -> peerSeenByServer(server, client)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aServerUnderAnotherNameIsRefused() throws Exception {
        var server = context(ca, Role.BROKER, "broker", "elsewhere.example");
        var client = context(ca, Role.SLAVE, "slave-1");

        assertThatThrownBy(() -> peerSeenByServer(server, client)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aNodeCannotPoseAsAServer() throws Exception {
        var server = context(ca, Role.SLAVE, "slave-1", "localhost");
        var client = context(ca, Role.SLAVE, "slave-2");

        assertThatThrownBy(() -> peerSeenByServer(server, client)).isInstanceOf(SSLHandshakeException.class);
    }

    private SSLContext context(ClusterCa issuer, Role role, String name, String... names) throws Exception {
        var keys = folder.resolve(name + ".p12");
        var trusted = folder.resolve(name + "-trust.p12");
        issuer.issue(role, name, List.of(names), keys, PASSWORD);
        issuer.writeTrustStore(trusted, PASSWORD);
        var keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(KeyStore.getInstance(keys.toFile(), PASSWORD), PASSWORD);
        var trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(KeyStore.getInstance(trusted.toFile(), PASSWORD));
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static String peerSeenByServer(SSLContext server, SSLContext client) throws Exception {
        try (var listener = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setNeedClientAuth(true);
            listener.setSoTimeout(TIMEOUT_MS);
            var seen = CompletableFuture.supplyAsync(() -> acceptOne(listener));
            try (var socket =
                    (SSLSocket) client.getSocketFactory().createSocket("localhost", listener.getLocalPort())) {
                socket.setSoTimeout(TIMEOUT_MS);
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                assertThat(socket.getInputStream().read()).isEqualTo(1);
            }
            return seen.get();
        }
    }

    private static String acceptOne(SSLServerSocket listener) {
        try (var socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.startHandshake();
            socket.getOutputStream().write(1);
            return socket.getSession().getPeerPrincipal().toString();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
