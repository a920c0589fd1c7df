package dev.sluice.slave.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class DrainTest {
    private final Gateway.Settings settings = new Gateway.Settings();
    private final CountDownLatch answer = new CountDownLatch(1);
    private Gateway gateway = new Gateway(settings);

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Origin slow() {
        return new Origin(peer -> {
            for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
            }
        });
    }

    private CompletableFuture<Void> beginStop() {
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway.server::stop);
        await().untilAsserted(() ->
                assertThatThrownBy(() -> gateway.connect().close()).isInstanceOf(UncheckedIOException.class));
        return stopping;
    }

    @Test
    void letsRunningExchangesEndAndTakesNoNewConnections() {
        try (Origin origin = slow();
                RawClient client = gateway.connect()) {
            client.get(origin.uri("/"));
            await().until(() -> origin.heads.size() == 1);
            int port = gateway.port();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway.server::stop);
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> new RawClient(port).close()).isInstanceOf(UncheckedIOException.class));
            assertThat(stopping).isNotDone();
            assertThat(gateway.server.ready()).isFalse();
            answer.countDown();
            RawClient.Reply reply = client.read();
            assertThat(reply.text()).isEqualTo("done");
            stopping.join();
            assertThat(gateway.record()).returns("", AccessRecord::error).returns(200, AccessRecord::status);
        }
    }

    @Test
    void servesOneMoreRequestOfKeptConnectionAndThenClosesIt() {
        try (Origin origin = slow();
                Origin quick = Origin.ok("x");
                RawClient kept = gateway.connect();
                RawClient client = gateway.connect()) {
            kept.get(quick.uri("/")).read();
            client.get(origin.uri("/"));
            await().until(() -> origin.heads.size() == 1);
            CompletableFuture<Void> stopping = beginStop();
            RawClient.Reply reply = kept.get(quick.uri("/")).read();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(kept.isAtEnd()).isTrue();
            answer.countDown();
            stopping.join();
            gateway.records(3);
        }
    }

    @Test
    void letsTunnelsEnd() throws IOException {
        try (Origin origin = new Origin(peer -> peer.in.transferTo(peer.out));
                RawClient client = gateway.connect()) {
            client.request("CONNECT", origin.authority(), "").read("CONNECT");
            CompletableFuture<Void> stopping = beginStop();
            client.send("still");
            assertThat(new String(client.in.readNBytes(5), US_ASCII)).isEqualTo("still");
            assertThat(stopping).isNotDone();
            client.close();
            stopping.join();
            assertThat(gateway.record()).returns("", AccessRecord::error).returns(5L, AccessRecord::bytesUp);
        }
    }

    @RepeatedTest(5)
    void cutsWhatIsLeftAfterTheDrainTimeAndRecordsIt() {
        gateway.close();
        settings.drainTimeout = Duration.ofMillis(300);
        gateway = new Gateway(settings);
        try (Origin origin = new Origin(peer -> peer.in.readAllBytes());
                RawClient tunnel = gateway.connect();
                RawClient client = gateway.connect()) {
            tunnel.request("CONNECT", origin.authority(), "").read("CONNECT");
            client.get(origin.uri("/"));
            await().until(() -> gateway.server.traffic().inFlight() == 2);
            await().until(() -> origin.connections.get() == 2);
            gateway.server.stop();
            assertThat(tunnel.isAtEnd()).isTrue();
            assertThat(gateway.records(2)).extracting(AccessRecord::error).containsOnly("drained");
        }
    }

    @Test
    void stopsAtOnceWhereNothingRuns() {
        try (Origin origin = Origin.ok("x");
                RawClient kept = gateway.connect()) {
            kept.get(origin.uri("/")).read();
            gateway.records(1);
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway.server::stop);
            assertThat(stopping).succeedsWithin(settings.drainTimeout.dividedBy(2));
            assertThat(kept.isAtEnd()).isTrue();
        }
    }

    @Test
    void canBeStoppedTwice() {
        gateway.server.stop();
        gateway.server.stop();
        assertThat(gateway.server.ready()).isFalse();
    }
}
