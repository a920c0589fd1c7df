package dev.sluice.slave.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunnelTest {
    private static final int MEGABYTE = 1 << 20;

    private final Gateway.Settings settings = new Gateway.Settings();
    private Gateway gateway = new Gateway(settings);

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Origin echo() {
        return new Origin(peer -> peer.in.transferTo(peer.out));
    }

    private RawClient tunnel(Origin origin) {
        RawClient client = gateway.connect();
        RawClient.Reply reply = client.request("CONNECT", origin.authority(), "User-Agent: t\r\n")
                .read("CONNECT");
        assertThat(reply.status()).isEqualTo(200);
        return client;
    }

    @Test
    void carriesBytesBothWaysAndRecordsThemAtItsEnd() throws IOException {
        try (Origin origin = echo();
                RawClient client = tunnel(origin)) {
            client.send("12345");
            assertThat(client.in.readNBytes(5)).isEqualTo("12345".getBytes(US_ASCII));
            assertThat(gateway.server.traffic().openTunnels()).isEqualTo(1);
            assertThat(gateway.records).isEmpty();
            client.close();
            assertThat(gateway.record())
                    .returns("CONNECT", AccessRecord::method)
                    .returns("tunnel", AccessRecord::scheme)
                    .returns("tunnel", AccessRecord::tls)
                    .returns("origin.test", AccessRecord::host)
                    .returns(origin.port(), AccessRecord::port)
                    .returns("", AccessRecord::path)
                    .returns(200, AccessRecord::status)
                    .returns(5L, AccessRecord::bytesUp)
                    .returns(5L, AccessRecord::bytesDown)
                    .returns("allow", AccessRecord::action)
                    .returns("127.0.0.1:" + origin.port(), AccessRecord::upstream)
                    .returns("t", AccessRecord::userAgent)
                    .returns("", AccessRecord::error);
            assertThat(gateway.server.traffic().openTunnels()).isZero();
            assertThat(gateway.server.traffic().tunnels()).isEqualTo(1);
        }
    }

    @Test
    void saysNothingOfContentInItsAnswer() {
        try (Origin origin = echo();
                RawClient client = gateway.connect()) {
            RawClient.Reply reply =
                    client.request("CONNECT", origin.authority(), "").read("CONNECT");
            assertThat(reply.lines()).isEmpty();
        }
    }

    @Test
    void sendsWhatTheClientSentBeforeTheAnswer() throws IOException {
        try (Origin origin = echo();
                RawClient client = gateway.connect()) {
            client.send("CONNECT " + origin.authority() + " HTTP/1.1\r\nHost: x\r\n\r\nearly");
            assertThat(client.read("CONNECT").status()).isEqualTo(200);
            assertThat(client.in.readNBytes(5)).isEqualTo("early".getBytes(US_ASCII));
            client.close();
            assertThat(gateway.record()).returns(5L, AccessRecord::bytesUp).returns(5L, AccessRecord::bytesDown);
        }
    }

    @Test
    void carriesTheRestAfterTheClientHasSaidAll() throws IOException {
        try (Origin origin = new Origin(peer -> {
                    int size = peer.in.readAllBytes().length;
                    peer.say("got " + size);
                });
                RawClient client = tunnel(origin)) {
            client.send("123");
            client.socket.shutdownOutput();
            assertThat(new String(client.in.readAllBytes(), US_ASCII)).isEqualTo("got 3");
            assertThat(gateway.record()).returns(3L, AccessRecord::bytesUp).returns("", AccessRecord::error);
        }
    }

    @Test
    void carriesTheRestAfterTheOriginHasSaidAll() throws IOException {
        byte[] sent = new byte[MEGABYTE];
        int[] got = new int[1];
        try (Origin origin = new Origin(peer -> {
                    peer.say("bye");
                    peer.socket.shutdownOutput();
                    got[0] = peer.in.readAllBytes().length;
                });
                RawClient client = tunnel(origin)) {
            assertThat(new String(client.in.readAllBytes(), US_ASCII)).isEqualTo("bye");
            client.send(sent);
            client.socket.shutdownOutput();
            assertThat(gateway.record())
                    .returns((long) MEGABYTE, AccessRecord::bytesUp)
                    .returns("", AccessRecord::error);
            await().untilAsserted(() -> assertThat(got[0]).isEqualTo(MEGABYTE));
        }
    }

    @Test
    void carriesMegabytesUnchangedThroughSlowReader() throws IOException {
        byte[] block = new byte[MEGABYTE];
        new Random(1).nextBytes(block);
        try (Origin origin = new Origin(peer -> {
                    for (int i = 0; i < 16; i++) {
                        peer.out.write(block);
                    }
                });
                RawClient client = tunnel(origin)) {
            for (int i = 0; i < 16; i++) {
                assertThat(client.in.readNBytes(MEGABYTE)).isEqualTo(block);
            }
            assertThat(client.isAtEnd()).isTrue();
            client.close();
            assertThat(gateway.record().bytesDown()).isEqualTo(16L * MEGABYTE);
        }
    }

    @Test
    void endsTunnelInWhichNothingMoves() {
        gateway.close();
        settings.tunnelIdleTimeout = Duration.ofMillis(500);
        gateway = new Gateway(settings);
        try (Origin origin = echo();
                RawClient client = tunnel(origin)) {
            assertThat(client.isAtEnd()).isTrue();
            assertThat(gateway.record()).returns("timeout", AccessRecord::error).returns(200, AccessRecord::status);
        }
    }

    @Test
    void keepsQuietTunnelForLongerThanAConnectionBetweenRequests() throws IOException {
        gateway.close();
        settings.idleTimeout = Duration.ofMillis(300);
        gateway = new Gateway(settings);
        try (Origin origin = new Origin(peer -> {
                    peer.socket.setSoTimeout(1_500);
                    try {
                        peer.in.read();
                    } catch (java.net.SocketTimeoutException quiet) {
                        peer.say("still here");
                        peer.in.transferTo(peer.out);
                    }
                });
                RawClient client = tunnel(origin)) {
            assertThat(client.in.readNBytes(10)).isEqualTo("still here".getBytes(US_ASCII));
            client.send("so am I");
            assertThat(client.in.readNBytes(7)).isEqualTo("so am I".getBytes(US_ASCII));
            client.close();
            assertThat(gateway.record().error()).isEmpty();
        }
    }

    @Test
    void keepsTunnelInWhichBytesGoOneWayOnly() throws IOException {
        gateway.close();
        settings.tunnelIdleTimeout = Duration.ofMillis(900);
        gateway = new Gateway(settings);
        try (Origin origin = new Origin(peer -> {
                    peer.socket.setSoTimeout(200);
                    for (int i = 0; i < 10; i++) {
                        try {
                            peer.in.read();
                        } catch (java.net.SocketTimeoutException passed) {
                            peer.say("x");
                        }
                    }
                });
                RawClient client = tunnel(origin)) {
            assertThat(client.in.readNBytes(10)).hasSize(10);
            client.close();
            assertThat(gateway.record().error()).isEmpty();
        }
    }

    @Test
    void endsWithOneRecordWhenTheOriginResets() {
        try (Origin origin = new Origin(peer -> {
                    peer.in.read();
                    peer.socket.setSoLinger(true, 0);
                });
                RawClient client = tunnel(origin)) {
            client.send("x");
            assertThat(client.isAtEnd()).isTrue();
            assertThat(gateway.record())
                    .returns("origin-abort", AccessRecord::error)
                    .returns(1L, AccessRecord::bytesUp);
        }
    }

    @Test
    void endsWithOneRecordWhenTheClientResets() throws IOException {
        try (Origin origin = echo();
                RawClient client = tunnel(origin)) {
            client.socket.setSoLinger(true, 0);
            client.close();
            assertThat(gateway.record().status()).isEqualTo(200);
        }
    }

    @Test
    void triesTheNextAddressWhereOneRefuses() {
        gateway.names.put("two.test", "127.0.0.9,127.0.0.1");
        try (Origin origin = echo();
                RawClient client = gateway.connect()) {
            assertThat(client.request("CONNECT", "two.test:" + origin.port(), "")
                            .read("CONNECT")
                            .status())
                    .isEqualTo(200);
            client.close();
            assertThat(gateway.record().upstream()).isEqualTo("127.0.0.1:" + origin.port());
        }
    }

    @Test
    void opensManyTunnelsAtOnce() {
        try (Origin origin = echo()) {
            RawClient[] clients = new RawClient[100];
            Arrays.setAll(clients, i -> tunnel(origin));
            assertThat(gateway.server.traffic().openTunnels()).isEqualTo(100);
            Arrays.stream(clients).forEach(RawClient::close);
            assertThat(gateway.records(100)).extracting(AccessRecord::error).containsOnly("");
        }
    }
}
