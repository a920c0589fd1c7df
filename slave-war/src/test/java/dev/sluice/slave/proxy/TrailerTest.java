package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrailerTest {
    private static final String ANSWER = """
            HTTP/1.1 200 OK\r
            Transfer-Encoding: chunked\r
            Trailer: X-Sum\r
            \r
            5\r
            hello\r
            0\r
            X-Sum: 42\r
            Keep-Alive: 1\r
            Content-Length: 7\r
            \r
            """;

    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void returnsThoseOfTheOrigin() {
        try (Origin origin = Origin.answering(ANSWER);
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                RawClient.Reply reply = client.get(origin.uri("/")).read();
                assertThat(reply.text()).isEqualTo("hello");
                assertThat(reply.field("Trailer")).isEqualTo("X-Sum");
                assertThat(client.trailers).containsExactly("X-Sum: 42");
            }
            assertThat(gateway.records(2)).extracting(AccessRecord::bytesDown).containsOnly(5L);
        }
    }

    @Test
    void leavesThemAwayWhereTheClientKnowsNoChunks() {
        try (Origin origin = Origin.answering(ANSWER);
                RawClient client = gateway.connect()) {
            client.send("GET " + origin.uri("/") + " HTTP/1.0\r\n\r\n");
            RawClient.Reply reply = client.read();
            assertThat(reply.text()).isEqualTo("hello");
            assertThat(reply.lines()).noneMatch(line -> line.startsWith("Tra"));
            gateway.record();
        }
    }

    @Test
    void saysNothingOfThemInTheAnswerToHead() {
        try (Origin origin =
                        Origin.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n");
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("HEAD", origin.uri("/"), "").read("HEAD");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("Trailer")).isEmpty();
            gateway.record();
        }
    }

    @Test
    void sendsThoseOfTheClient() throws InterruptedException {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    bodies.add(peer.head());
                    peer.say("HTTP/1.1 204 No Content\r\n\r\n");
                });
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n")
                    .send("5\r\nhello\r\n0\r\nX-Sum: 42\r\nTransfer-Encoding: x\r\n\r\n");
            assertThat(bodies.poll(20, TimeUnit.SECONDS)).isEqualTo("5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(204);
            assertThat(origin.heads.get(0)).contains("Trailer: X-Sum\r\n");
            assertThat(gateway.record().bytesUp()).isEqualTo(5);
        }
    }
}
