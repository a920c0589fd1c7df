package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContinueTest {
    private static final String EXPECTING = "Content-Length: 5\r\nExpect: 100-continue\r\n";

    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Origin taking(String interim) {
        return new Origin(peer -> {
            peer.head();
            peer.say(interim);
            byte[] body = peer.in.readNBytes(5);
            peer.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            peer.out.write(body);
        });
    }

    @Test
    void letsTheOriginSayWhenTheBodyMayCome() throws IOException {
        try (Origin origin = taking("HTTP/1.1 100 Continue\r\n\r\n");
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), EXPECTING);
            assertThat(client.readHead().status()).isEqualTo(100);
            client.send("hello");
            assertThat(client.read().text()).isEqualTo("hello");
            assertThat(origin.field("Expect")).isEqualTo("100-continue");
            assertThat(gateway.record()).returns("", AccessRecord::error).returns(5L, AccessRecord::bytesUp);
        }
    }

    @Test
    void letsTheBodyComeWhereTheOriginNeverSaysSo() throws IOException {
        try (Origin origin = taking("");
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), EXPECTING);
            assertThat(client.readHead().status()).isEqualTo(100);
            client.send("hello");
            assertThat(client.read().text()).isEqualTo("hello");
            gateway.record();
        }
    }

    @Test
    void takesTheBodyOfOneWhoDoesNotWait() {
        try (Origin origin = taking("HTTP/1.1 100 Continue\r\n\r\n");
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), EXPECTING).send("hello");
            assertThat(client.read().text()).isEqualTo("hello");
            gateway.record();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"417 Expectation Failed", "401 Unauthorized", "200 OK"})
    void returnsFinalAnswerWithoutTheBody(String answer) throws IOException {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 " + answer + "\r\nContent-Length: 2\r\n\r\nno");
                    peer.in.readAllBytes();
                });
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), EXPECTING);
            RawClient.Reply head = client.readHead();
            assertThat(head.status()).isEqualTo(Integer.parseInt(answer.substring(0, 3)));
            assertThat(client.in.readNBytes(2)).hasSize(2);
            assertThat(gateway.record())
                    .returns(head.status(), AccessRecord::status)
                    .returns(0L, AccessRecord::bytesUp);
        }
    }

    @Test
    void answersItselfWhereItBlocksWithoutAskingForTheBody() throws IOException {
        try (RawClient client = gateway.connect()) {
            client.request("POST", "http://blocked.test/", EXPECTING);
            assertThat(client.readHead().status()).isEqualTo(403);
            assertThat(gateway.record().bytesUp()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"102 Processing,1", "103 Early Hints,1", "103 Early Hints,5", "104 Upload Resumption,2", "199 Odd,1"})
    void passesOtherInterimAnswersOnBeforeTheFinalOne(String interim, int times) throws IOException {
        String lines = "HTTP/1.1 " + interim + "\r\nLink: </a>\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n";
        try (Origin origin = Origin.answering(lines.repeat(times) + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                client.get(origin.uri("/"));
                for (int j = 0; j < times; j++) {
                    RawClient.Reply passed = client.readHead();
                    assertThat(passed.status()).isEqualTo(Integer.parseInt(interim.substring(0, 3)));
                    assertThat(passed.field("Link")).isEqualTo(passed.status() == 103 ? "</a>" : "");
                    assertThat(passed.field("X-Hop")).isEmpty();
                }
                RawClient.Reply reply = client.read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.field("Link")).isEmpty();
                assertThat(reply.text()).isEqualTo("x");
            }
            assertThat(gateway.records(2)).extracting(AccessRecord::status).containsOnly(200);
        }
    }

    @Test
    void passesAnInterimAnswerOnWhileTheFinalOneIsAwaited() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                    await(seen);
                    peer.say("HTTP/1.1 204 No Content\r\n\r\n");
                });
                RawClient client = gateway.connect()) {
            client.get(origin.uri("/"));
            assertThat(client.readHead().status()).isEqualTo(103);
            seen.countDown();
            assertThat(client.read().status()).isEqualTo(204);
            gateway.record();
        }
    }

    @Test
    void passesInterimAnswersOnToOneWhoAsksBeforeTheBody() throws IOException {
        try (Origin origin = taking("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), EXPECTING);
            assertThat(client.readHead().status()).isEqualTo(103);
            assertThat(client.readHead().status()).isEqualTo(100);
            client.send("hello");
            assertThat(client.read().text()).isEqualTo("hello");
            gateway.record();
        }
    }

    @Test
    void keepsInterimAnswersFromClientsThatDoNotKnowThem() {
        try (Origin origin = Origin.answering(
                        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                RawClient client = gateway.connect()) {
            client.send("GET " + origin.uri("/") + " HTTP/1.0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            gateway.record();
        }
    }

    @Test
    void complainsWhereNothingFollowsAnInterimAnswer() throws IOException {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 103 Early Hints\r\n\r\n");
                });
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), "Content-Length: 0\r\n");
            assertThat(client.readHead().status()).isEqualTo(103);
            assertThat(client.read().status()).isEqualTo(502);
            assertThat(gateway.record().status()).isEqualTo(502);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("Nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void refusesAnExpectationThatItDoesNotKnow() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.request("GET", origin.uri("/"), "Expect: miracles\r\n")
                            .read()
                            .status())
                    .isEqualTo(417);
        }
    }
}
