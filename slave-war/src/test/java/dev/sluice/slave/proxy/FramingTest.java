package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two servers could read as two different messages is refused, and never reaches an origin. */
class FramingTest {
    private static final String SMUGGLED = "GET http://blocked.test/ HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "Content-Length: 5, 6\r\n\r\nhello!",
                "Content-Length: +5\r\n\r\nhello",
                "Content-Length: -5\r\n\r\nhello",
                "Content-Length: 0x5\r\n\r\nhello",
                "Content-Length : 5\r\n\r\nhello",
                "Content-Length\r\n\r\nhello",
                "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "X: a\rb\r\n\r\n",
                "X: a\0b\r\n\r\n",
                "X\0: b\r\n\r\n",
                "Host: other\r\n\r\n",
            })
    void refusesHead(String rest) {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            client.send("POST " + origin.uri("/") + " HTTP/1.1\r\nHost: x\r\n" + rest + SMUGGLED);
            assertThat(client.read().status()).isBetween(400, 501);
            assertThat(client.isAtEnd()).isTrue();
            assertThat(origin.heads).isEmpty();
            assertThat(gateway.record())
                    .returns("bad-request", AccessRecord::error)
                    .returns("origin.test", AccessRecord::host)
                    .returns("block", AccessRecord::action);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 \r\nhello\r\n0\r\n\r\n",
                "5\nhello\n0\n\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "-1\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloX0\r\n\r\n",
                "fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
                "zz\r\n"
            })
    void endsExchangeOnBrokenChunk(String chunks) {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    String body = new String(peer.in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
                    assertThat(body).doesNotContain("0\r\n\r\n");
                });
                RawClient client = gateway.connect()) {
            client.send("POST " + origin.uri("/") + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunks + SMUGGLED);
            assertThat(client.read().status()).isNotEqualTo(200);
            assertThat(gateway.records(1)).extracting(AccessRecord::host).containsOnly("origin.test");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://origin.test/",
                "GET http://origin.test/ HTTP/9.9",
                "GET http://origin.test/ HTTP/1.1 x",
                "G\0T http://origin.test/ HTTP/1.1",
                "GET\thttp://origin.test/ HTTP/1.1"
            })
    void refusesRequestLine(String line) {
        try (RawClient client = gateway.connect()) {
            client.send(line + "\r\nHost: x\r\n\r\n");
            assertThat(client.read().status()).isBetween(400, 505);
            assertThat(gateway.lookups).isEmpty();
        }
    }

    @Test
    void refusesRequestWithoutHost() {
        try (RawClient client = gateway.connect()) {
            client.send("GET http://origin.test/ HTTP/1.1\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void tellsNothingOfItselfToOneWhoSpeaksGarbage() {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply =
                    client.send("\u0016\u0003\u0001garbage\r\n\r\n").read();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text() + reply.lines())
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContain("java");
        }
    }

    @Test
    void refusesHeadThatIsTooLarge() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            client.request("GET", origin.uri("/"), "X: " + "y".repeat(40_000) + "\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            client.request("GET", origin.uri("/"), "X: " + "y".repeat(70_000) + "\r\n");
            assertThat(client.read().status()).isEqualTo(431);
            assertThat(origin.heads).hasSize(1);
        }
    }

    @Test
    void sendsBodyInChunksWhereItsLengthIsUnknown() {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    byte[] wire = peer.in.readNBytes("5\r\nhello\r\n0\r\n\r\n".length());
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + wire.length + "\r\n\r\n");
                    peer.out.write(wire);
                });
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), "Transfer-Encoding: chunked\r\n")
                    .send("5;ext=1\r\nhello\r\n0\r\nT: x\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
            assertThat(origin.field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(gateway.record().bytesUp()).isEqualTo(5);
        }
    }

    @Test
    void returnsChunkedAnswerInChunksAndKeepsConnection() {
        try (Origin origin = Origin.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\nhello\r\n1;x=y\r\n!\r\n0\r\nTrailing: t\r\n\r\n");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                RawClient.Reply reply = client.get(origin.uri("/")).read();
                assertThat(reply.text()).isEqualTo("hello!");
                assertThat(reply.field("Transfer-Encoding")).isEqualTo("chunked");
            }
            assertThat(gateway.records(3)).extracting(AccessRecord::bytesDown).containsOnly(6L);
        }
    }

    @Test
    void endsAnswerWithConnectionForOldClient() {
        try (Origin origin = Origin.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                RawClient client = gateway.connect()) {
            RawClient.Reply reply =
                    client.send("GET " + origin.uri("/") + " HTTP/1.0\r\n\r\n").read();
            assertThat(reply.text()).isEqualTo("hello");
            assertThat(reply.field("Transfer-Encoding")).isEmpty();
            assertThat(reply.complete()).isTrue();
        }
    }
}
