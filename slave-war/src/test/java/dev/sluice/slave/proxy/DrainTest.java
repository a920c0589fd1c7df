package dev.sluice.slave.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.NodeState.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
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
    void drainsWithoutHurtingWhoIsSentHereBeforeTheBalancerHasSeenIt() {
        drainGrace(Duration.ofMillis(400));
        try (Origin origin = Origin.ok("x");
                RawClient first = gateway.connect()) {
            gateway.server.drain(Duration.ofSeconds(30));
            assertThat(gateway.server.service()).isEqualTo(Service.DRAINING);
            assertThat(gateway.server.ready()).isFalse();
            RawClient.Reply served = first.get(origin.uri("/")).read();
            assertThat(served.status()).isEqualTo(200);
            assertThat(served.field("Connection")).isEqualTo("close");
            await().until(() -> gateway.server.service() == Service.DRAINED);
            assertRefused(origin);
            assertRefusesTunnels(origin);
        }
    }

    private void drainGrace(Duration grace) {
        gateway.close();
        settings.drainGrace = grace;
        gateway = new Gateway(settings);
    }

    private void assertRefused(Origin origin) {
        int before = origin.heads.size();
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).contains("The node " + Gateway.NODE + " is drained");
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(origin.heads).hasSize(before);
        await().until(() -> gateway.server.traffic().inFlight() == 0);
        assertThat(gateway.records.get(gateway.records.size() - 1))
                .returns("drained", AccessRecord::error)
                .returns(503, AccessRecord::status);
    }

    private void assertRefusesTunnels(Origin origin) {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply =
                    client.request("CONNECT", origin.authority(), "").read("CONNECT");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aDrainWaitsForExchangesAndTunnelsAndThenClosesWhatIsIdle() throws IOException {
        try (Origin origin = slow();
                Origin echo = new Origin(peer -> peer.in.transferTo(peer.out));
                RawClient idle = gateway.connect();
                RawClient tunnel = gateway.connect();
                RawClient client = gateway.connect()) {
            tunnel.request("CONNECT", echo.authority(), "").read("CONNECT");
            client.get(origin.uri("/"));
            await().until(() -> origin.heads.size() == 1);
            gateway.server.drain(Duration.ofSeconds(30));
            answer.countDown();
            assertThat(client.read().text()).isEqualTo("done");
            tunnel.send("still");
            assertThat(new String(tunnel.in.readNBytes(5), US_ASCII)).isEqualTo("still");
            assertThat(gateway.server.service()).isEqualTo(Service.DRAINING);
            tunnel.close();
            await().until(() -> gateway.server.service() == Service.DRAINED);
            assertThat(idle.isAtEnd()).isTrue();
            assertThat(gateway.records(2)).extracting(AccessRecord::error).containsOnly("");
        }
    }

    @RepeatedTest(5)
    void aDrainCutsWhatIsLeftAtItsDeadlineAndTellsTheClientsThatStillWait() {
        try (Origin silent = new Origin(peer -> peer.in.readAllBytes());
                Origin half = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
                            .in
                            .readAllBytes();
                });
                RawClient tunnel = gateway.connect();
                RawClient waiting = gateway.connect();
                RawClient reading = gateway.connect()) {
            tunnel.request("CONNECT", silent.authority(), "").read("CONNECT");
            waiting.get(silent.uri("/"));
            reading.get(half.uri("/"));
            await().until(() -> half.heads.size() == 1 && silent.connections.get() == 2);
            assertThat(reading.readSome(4)).endsWith("half");
            gateway.server.drain(Duration.ofMillis(200));
            assertThat(tunnel.isAtEnd()).isTrue();
            assertThat(waiting.read().text()).contains("is drained");
            assertThat(reading.isAtEnd()).isTrue();
            await().until(() -> gateway.server.service() == Service.DRAINED);
            assertThat(gateway.records(3)).extracting(AccessRecord::error).containsOnly("drained");
            assertThat(silent.connections).as("nothing is asked again").hasValue(2);
        }
    }

    @Test
    void canBeResumedWhileItDrainsAndAfterIt() {
        try (Origin origin = slow();
                RawClient client = gateway.connect()) {
            client.get(origin.uri("/"));
            await().until(() -> origin.heads.size() == 1);
            gateway.server.drain(Duration.ofSeconds(30));
            gateway.server.resume();
            assertThat(gateway.server.service()).isEqualTo(Service.SERVING);
            answer.countDown();
            assertThat(client.read().field("Connection")).isEmpty();
            assertThat(client.get(origin.uri("/")).read().status()).isEqualTo(200);
            gateway.server.drain(Duration.ofSeconds(30));
            await().until(() -> gateway.server.service() == Service.DRAINED);
            gateway.server.resume();
            assertThat(gateway.server.ready()).isTrue();
            try (RawClient again = gateway.connect()) {
                assertThat(again.get(origin.uri("/")).read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aSecondDrainGivesAnotherDeadline() {
        try (Origin origin = new Origin(peer -> peer.in.readAllBytes());
                RawClient tunnel = gateway.connect()) {
            tunnel.request("CONNECT", origin.authority(), "").read("CONNECT");
            gateway.server.drain(Duration.ofHours(1));
            gateway.server.drain(Duration.ofMillis(50));
            assertThat(tunnel.isAtEnd()).isTrue();
            await().until(() -> gateway.server.service() == Service.DRAINED);
        }
    }

    @Test
    void aStopTakesNewClientsOnUntilTheBalancerHasSeenIt() {
        drainGrace(Duration.ofMillis(500));
        try (Origin origin = Origin.ok("x")) {
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway.server::stop);
            await().until(() -> !gateway.server.ready());
            try (RawClient client = gateway.connect()) {
                RawClient.Reply reply = client.get(origin.uri("/")).read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.field("Connection")).isEqualTo("close");
            }
            stopping.join();
            gateway.records(1);
        }
    }

    @RepeatedTest(5)
    void leavesNoRequestWithoutAnAnswerWhileItStops() throws Exception {
        drainGrace(Duration.ofMillis(300));
        try (Origin held = slow();
                Origin quick = Origin.ok("x");
                RawClient running = gateway.connect()) {
            running.get(held.uri("/"));
            await().until(() -> held.heads.size() == 1);
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", gateway.port())))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(quick.uri("/")))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway.server::stop);
            assertThatThrownBy(() -> {
                        while (true) {
                            client.send(request, HttpResponse.BodyHandlers.ofString());
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(HttpTimeoutException.class);
            answer.countDown();
            assertThat(running.read().text()).isEqualTo("done");
            stopping.join();
        }
    }

    @Test
    void aDrainedProxyStopsAtOnceAndDoesNotResume() {
        drainGrace(Duration.ofHours(1));
        gateway.server.drain(Duration.ofMillis(1));
        await().until(() -> gateway.server.service() == Service.DRAINED);
        gateway.server.stop();
        gateway.server.resume();
        assertThat(gateway.server.ready()).isFalse();
    }

    @Test
    void canBeStoppedTwice() {
        gateway.server.stop();
        gateway.server.stop();
        assertThat(gateway.server.ready()).isFalse();
    }
}
