package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int MEGABYTES = 100;
    /** The sockets' buffers on the way, generously; a proxy that piles up would take all of the body. */
    private static final long IN_SOCKETS = 40L * MEGABYTE;

    private final Gateway gateway = new Gateway();
    private final AtomicLong moved = new AtomicLong();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Origin sending(String framing) {
        return new Origin(peer -> {
            peer.head();
            peer.say("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
            byte[] block = new byte[MEGABYTE];
            boolean chunked = framing.startsWith("Transfer");
            for (int i = 0; i < MEGABYTES; i++) {
                if (chunked) {
                    peer.say("100000\r\n");
                }
                peer.out.write(block);
                moved.addAndGet(MEGABYTE);
                if (chunked) {
                    peer.say("\r\n");
                }
            }
            peer.say(chunked ? "0\r\n\r\n" : "");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 104857600", "Transfer-Encoding: chunked", "Connection: close"})
    void carriesHundredMegabytesDown(String framing) {
        try (Origin origin = sending(framing);
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.complete()).isTrue();
            assertThat(reply.body()).hasSize(MEGABYTES * MEGABYTE);
            assertThat(gateway.record())
                    .returns((long) MEGABYTES * MEGABYTE, AccessRecord::bytesDown)
                    .returns("", AccessRecord::error);
        }
    }

    @Test
    void holdsOriginBackWhereTheClientDoesNotRead() throws IOException {
        try (Origin origin = sending("Content-Length: 104857600");
                RawClient client = new RawClient(gateway.port(), 65_536)) {
            client.get(origin.uri("/")).line();
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(java.time.Duration.ofMillis(500))
                    .until(() -> before.getAndSet(moved.get()) == moved.get());
            assertThat(moved).hasValueLessThan(IN_SOCKETS);
            while (!client.line().isEmpty()) {}
            assertThat(client.in.readNBytes(MEGABYTES * MEGABYTE)).hasSize(MEGABYTES * MEGABYTE);
            assertThat(gateway.record().error()).isEmpty();
        }
    }

    private Origin taking(boolean reads) {
        return new Origin(peer -> {
            String head = peer.head();
            if (reads) {
                byte[] buffer = new byte[MEGABYTE];
                boolean chunked = head.contains("chunked");
                long left = chunked ? Long.MAX_VALUE : Origin.length(head);
                byte[] last = new byte[0];
                while (left > 0) {
                    int read = peer.in.read(buffer);
                    moved.addAndGet(read);
                    left -= read;
                    last = java.util.Arrays.copyOf(buffer, Math.max(read, 0));
                    if (chunked
                            && new String(last, java.nio.charset.StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n")) {
                        left = 0;
                    }
                }
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            } else {
                peer.socket.getSoTimeout();
                await().atMost(java.time.Duration.ofMinutes(1)).until(peer.socket::isClosed);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 104857600", "Transfer-Encoding: chunked"})
    void carriesHundredMegabytesUp(String framing) {
        try (Origin origin = taking(true);
                RawClient client = gateway.connect()) {
            client.request("PUT", origin.uri("/"), framing + "\r\n");
            upload(client, framing.startsWith("Transfer"));
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(moved).hasValueGreaterThanOrEqualTo((long) MEGABYTES * MEGABYTE);
            assertThat(gateway.record())
                    .returns((long) MEGABYTES * MEGABYTE, AccessRecord::bytesUp)
                    .returns("", AccessRecord::error);
        }
    }

    private static void upload(RawClient client, boolean chunked) {
        byte[] block = new byte[MEGABYTE];
        for (int i = 0; i < MEGABYTES; i++) {
            client.send(chunked ? "100000\r\n" : "").send(block).send(chunked ? "\r\n" : "");
        }
        client.send(chunked ? "0\r\n\r\n" : "");
    }

    @Test
    void holdsClientBackWhereTheOriginDoesNotRead() {
        AtomicLong sent = new AtomicLong();
        try (Origin origin = taking(false);
                RawClient client = gateway.connect()) {
            client.request("PUT", origin.uri("/"), "Content-Length: 104857600\r\n");
            Thread sender = new Thread(() -> {
                byte[] block = new byte[65_536];
                try {
                    for (int i = 0; i < 1600; i++) {
                        client.send(block);
                        sent.addAndGet(block.length);
                    }
                } catch (UncheckedIOException closed) {
                    // The test is over.
                }
            });
            sender.start();
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(java.time.Duration.ofMillis(500))
                    .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
            assertThat(sent).hasValueLessThan(IN_SOCKETS);
        }
    }

    @Test
    void returnsAnswerThatComesBeforeTheWholeRequest() {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.in.readNBytes(10);
                    peer.say("HTTP/1.1 413 Too much\r\nContent-Length: 4\r\n\r\nless");
                    peer.in.readAllBytes();
                });
                RawClient client = gateway.connect()) {
            client.request("PUT", origin.uri("/"), "Content-Length: 104857600\r\n")
                    .send(new byte[20]);
            RawClient.Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).isEqualTo("less");
            assertThat(client.isAtEnd()).isTrue();
            assertThat(gateway.record()).returns(413, AccessRecord::status);
        }
    }
}
