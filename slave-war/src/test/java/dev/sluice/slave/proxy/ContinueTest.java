package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(
            strings = {
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
            })
    void takesOtherInterimAnswersForWhatTheyAre(String interim) {
        try (Origin origin = Origin.answering(interim + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                RawClient.Reply reply = client.get(origin.uri("/")).read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("x");
            }
            assertThat(gateway.records(2)).extracting(AccessRecord::status).containsOnly(200);
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
