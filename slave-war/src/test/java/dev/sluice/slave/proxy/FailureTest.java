package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
    private final Gateway.Settings settings = new Gateway.Settings();
    private Gateway gateway = new Gateway(settings);

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void restart() {
        gateway.close();
        gateway = new Gateway(settings);
    }

    @ParameterizedTest
    @CsvSource({"GET,http://nowhere.test/,502,dns", "CONNECT,nowhere.test:443,502,dns"})
    void saysThatTheHostIsUnknown(String method, String target, int status, String error) {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request(method, target, "").read(method);
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.field("Proxy-Status")).contains("dns_error");
            assertThat(reply.text()).contains("nowhere.test has no address");
            assertThat(gateway.record())
                    .returns(error, AccessRecord::error)
                    .returns(status, AccessRecord::status)
                    .returns("allow", AccessRecord::action);
            assertThat(gateway.lookups).containsExactly("nowhere.test");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "CONNECT"})
    void saysThatTheHostRefuses(String method) throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closed = socket.getLocalPort();
        }
        String authority = "origin.test:" + closed;
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request(
                            method, method.equals("GET") ? "http://" + authority + "/" : authority, "")
                    .read(method);
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).contains(authority + " refuses the connection");
            assertThat(gateway.record().error()).isEqualTo("connect");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "CONNECT"})
    void saysThatTheHostDoesNotTakeTheConnectionInTime(String method) throws IOException {
        settings.connectTimeout = Duration.ofMillis(500);
        restart();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                RawClient first = new RawClient(full.getLocalPort());
                RawClient second = new RawClient(full.getLocalPort());
                RawClient client = gateway.connect()) {
            assertThat(first.socket.isConnected() && second.socket.isConnected())
                    .isTrue();
            String authority = "origin.test:" + full.getLocalPort();
            client.request(method, method.equals("GET") ? "http://" + authority + "/" : authority, "");
            RawClient.Reply reply = client.read(method);
            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.text()).contains("does not take the connection in time");
            assertThat(gateway.record()).returns("timeout", AccessRecord::error).returns(504, AccessRecord::status);
        }
    }

    @Test
    void failsClosedWhereThePolicyFails() {
        gateway.policy.set(null);
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text()).doesNotContain("Exception");
            assertThat(origin.heads).isEmpty();
            assertThat(gateway.record())
                    .returns("internal", AccessRecord::error)
                    .returns("block", AccessRecord::action)
                    .returns(500, AccessRecord::status);
        }
    }

    @Test
    void answersOneWhoClosesHisHalfAfterTheRequest() throws IOException {
        try (Origin origin = Origin.ok("hello");
                RawClient client = gateway.connect()) {
            client.get(origin.uri("/"));
            client.socket.shutdownOutput();
            assertThat(client.read().text()).isEqualTo("hello");
            assertThat(gateway.record().error()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void saysThatTheOriginDoesNotAnswerInTime(String method) {
        settings.idleTimeout = Duration.ofMillis(600);
        restart();
        try (Origin origin = new Origin(peer -> peer.in.readAllBytes());
                RawClient client = gateway.connect()) {
            String body = method.equals("POST") ? "Content-Length: 3\r\n\r\nabc" : "";
            client.send(method + " " + origin.uri("/") + " HTTP/1.1\r\nHost: x\r\n" + (body.isEmpty() ? "\r\n" : body));
            RawClient.Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.text()).contains("does not answer in time");
            assertThat(gateway.record()).returns("timeout", AccessRecord::error).returns(504, AccessRecord::status);
        }
    }

    @Test
    void letsAnOriginTakeLongerThanTheClientsIdleTimeAsLongAsItSendsSomething() {
        settings.idleTimeout = Duration.ofMillis(900);
        restart();
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
                    for (int i = 0; i < 6; i++) {
                        peer.socket.setSoTimeout(300);
                        try {
                            peer.in.read();
                        } catch (java.net.SocketTimeoutException passed) {
                            peer.say("x");
                        }
                    }
                });
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.text()).isEqualTo("xxxxxx");
            assertThat(gateway.record().error()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage\r\n\r\n", "HTTP/1.1 xyz\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Le"})
    void saysThatTheAnswerIsNoAnswer(String answer) {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say(answer);
                });
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(gateway.record().error()).isIn("origin-abort", "bad-response");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"
            })
    void neverMakesBrokenAnswerLookComplete(String answer) {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say(answer);
                });
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.complete()).isFalse();
            assertThat(gateway.record().error()).isIn("origin-abort", "bad-response");
        }
    }

    @Test
    void resetsConnectionWhereItsEndWouldLookLikeTheAnswersEnd() {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                });
                RawClient client = gateway.connect()) {
            client.send("GET " + origin.uri("/") + " HTTP/1.0\r\n\r\n");
            assertThat(client.read().complete()).isFalse();
        }
    }

    @Test
    void passesAnswerOnThatEndsWithItsConnection() {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.0 200 OK\r\n\r\nall of it");
                });
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.complete()).isTrue();
            assertThat(reply.text()).isEqualTo("all of it");
            assertThat(gateway.record()).returns("", AccessRecord::error).returns(9L, AccessRecord::bytesDown);
        }
    }

    @Test
    void stopsFetchingWhenTheClientIsGone() {
        try (Origin origin = new Origin(peer -> {
            peer.head();
            peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
            byte[] chunk = new byte[65_536];
            for (int i = 0; i < 15_000; i++) {
                peer.out.write(chunk);
            }
        })) {
            try (RawClient client = gateway.connect()) {
                client.get(origin.uri("/")).line();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            AccessRecord record = gateway.record();
            assertThat(record).returns("client-abort", AccessRecord::error).returns(200, AccessRecord::status);
            assertThat(record.bytesDown()).isLessThan(500_000_000);
        }
    }

    @Test
    void stopsSendingWhenTheUploadIsCutShort() {
        try (Origin origin = new Origin(peer -> {
            peer.head();
            peer.in.readAllBytes();
        })) {
            try (RawClient client = gateway.connect()) {
                client.request("POST", origin.uri("/"), "Content-Length: 100\r\n")
                        .send("half");
                await().until(() -> !origin.heads.isEmpty());
            }
            assertThat(gateway.record())
                    .returns("client-abort", AccessRecord::error)
                    .returns(4L, AccessRecord::bytesUp);
        }
    }

    @Test
    void asksOnceMoreWhereAKeptConnectionWasJustClosed() {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                    peer.head();
                });
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.get(origin.uri("/" + i)).read().status()).isEqualTo(200);
            }
            assertThat(gateway.records(100)).extracting(AccessRecord::error).containsOnly("");
        }
    }

    @Test
    void doesNotSendPostTwice() {
        try (Origin origin = new Origin(peer -> {
                    if (!peer.head().startsWith("POST")) {
                        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                        peer.head();
                    }
                });
                RawClient client = gateway.connect()) {
            assertThat(client.get(origin.uri("/")).read().status()).isEqualTo(200);
            RawClient.Reply reply = client.request("POST", origin.uri("/"), "Content-Length: 0\r\n")
                    .read();
            assertThat(reply.status()).isEqualTo(502);
            gateway.records(2);
            assertThat(origin.heads).hasSize(2);
        }
    }

    @Test
    void refusesARequestThatHasBeenHere() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            String via = "Via: 1.0 a, 1.1 " + Gateway.NODE + " (Sluice)\r\n";
            RawClient.Reply reply = client.request("GET", origin.uri("/"), via).read();
            assertThat(reply.status()).isEqualTo(508);
            assertThat(gateway.record().error()).isEqualTo("loop");
            assertThat(origin.heads).isEmpty();
            assertThat(client.request("GET", origin.uri("/"), "Via: 1.1 slave-77\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,http://127.0.0.1:%d/",
        "GET,http://0.0.0.0:%d/",
        "GET,http://[::ffff:127.0.0.1]:%d/",
        "GET,http://origin.test:%d/",
        "CONNECT,127.0.0.1:%d",
        "CONNECT,origin.test:%d"
    })
    void refusesToConnectToItself(String method, String target) {
        try (RawClient client = gateway.connect()) {
            String self = String.format(java.util.Locale.ROOT, target, gateway.port());
            assertThat(client.request(method, self, "").read(method).status()).isEqualTo(508);
            assertThat(gateway.record()).returns("loop", AccessRecord::error).returns(508, AccessRecord::status);
        }
    }
}
