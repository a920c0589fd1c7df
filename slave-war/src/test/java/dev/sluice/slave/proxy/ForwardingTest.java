package dev.sluice.slave.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void passesAnswerOnAndRecordsIt() {
        try (Origin origin = Origin.ok("hello");
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("GET", origin.uri("/a/b?secret=1"), "User-Agent: test/1\r\n")
                    .read();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("hello");
            assertThat(reply.field("Date")).isNotEmpty();
            assertThat(origin.heads.get(0)).startsWith("GET /a/b?secret=1 HTTP/1.1\r\n");
            assertThat(origin.field("Host")).isEqualTo(origin.authority());
            AccessRecord record = gateway.record();
            assertThat(record)
                    .returns(Gateway.NOW, AccessRecord::time)
                    .returns("127.0.0.1", AccessRecord::client)
                    .returns("GET", AccessRecord::method)
                    .returns("http", AccessRecord::scheme)
                    .returns("origin.test", AccessRecord::host)
                    .returns(origin.port(), AccessRecord::port)
                    .returns("/a/b", AccessRecord::path)
                    .returns(200, AccessRecord::status)
                    .returns(0L, AccessRecord::bytesUp)
                    .returns(5L, AccessRecord::bytesDown)
                    .returns("text/plain", AccessRecord::mimeType)
                    .returns("allow", AccessRecord::action)
                    .returns("", AccessRecord::ruleId)
                    .returns("DEFAULT", AccessRecord::reason)
                    .returns(3L, AccessRecord::epoch)
                    .returns(14L, AccessRecord::revision)
                    .returns("none", AccessRecord::tls)
                    .returns("127.0.0.1:" + origin.port(), AccessRecord::upstream)
                    .returns("test/1", AccessRecord::userAgent)
                    .returns("", AccessRecord::error);
            assertThat(record.requestId()).isNotEmpty();
            assertThat(record.duration()).isPositive();
        }
    }

    @Test
    void keepsBothConnectionsAliveAndGivesEachExchangeItsOwnRecord() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get(origin.uri("/" + i)).read().status()).isEqualTo(200);
            }
            assertThat(origin.connections).hasValueLessThanOrEqualTo(3);
            assertThat(gateway.records(20)).extracting(AccessRecord::requestId).doesNotHaveDuplicates();
            assertThat(gateway.server.exchanges()).isEqualTo(20);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() {
        try (Origin origin = new Origin(peer -> {
                    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + head.substring(4, 6));
                    }
                });
                RawClient client = gateway.connect()) {
            client.get(origin.uri("/1")).get(origin.uri("/2")).get(origin.uri("/3"));
            assertThat(client.read().text()
                            + client.read().text()
                            + client.read().text())
                    .isEqualTo("/1/2/3");
            gateway.records(3);
        }
    }

    @Test
    void takesTargetFromUriWhereHostSaysOtherwise() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            client.send("GET " + origin.uri("/") + " HTTP/1.1\r\nHost: www.blocked.test\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(origin.field("Host")).isEqualTo(origin.authority());
            assertThat(gateway.record().host()).isEqualTo("origin.test");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "Upgrade",
                "X-Named",
                "X-Also-Named",
                "X-Forwarded-For",
                "Forwarded",
                "Accept-Encoding"
            })
    void doesNotSendToOrigin(String field) {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            client.request("GET", origin.uri("/"), """
                    Connection: X-Named, keep-alive, Upgrade\r
                    Connection: x-also-named\r
                    Keep-Alive: timeout=5\r
                    Proxy-Connection: keep-alive\r
                    Proxy-Authorization: Basic Zm9vOmJhcg==\r
                    TE: trailers\r
                    Trailer: X-Sum\r
                    Upgrade: foo\r
                    X-Named: 1\r
                    X-Also-Named: 1\r
                    X-Kept: 1\r
                    """);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(origin.field(field)).isEmpty();
            assertThat(origin.field("X-Kept")).isEqualTo("1");
        }
    }

    @Test
    void addsViaBothWaysAfterThoseThatAreThere() {
        try (Origin origin = Origin.answering("HTTP/1.1 200 OK\r\nVia: 1.1 cache\r\nContent-Length: 0\r\n\r\n");
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("GET", origin.uri("/"), "Via: 1.1 first, 1.0 second\r\n")
                    .read();
            assertThat(reply.field("Via")).isEqualTo("1.1 cache, 1.1 " + Gateway.NODE);
            assertThat(origin.heads.get(0)).contains("Via: 1.1 first, 1.0 second\r\nVia: 1.1 " + Gateway.NODE);
        }
    }

    @Test
    void addsNothingOfItsOwnToTheRequestButVia() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            client.get(origin.uri("/p")).read();
            assertThat(origin.heads.get(0).split("\r\n", -1))
                    .containsExactly(
                            "GET /p HTTP/1.1", "Host: " + origin.authority(), "Via: 1.1 " + Gateway.NODE, "", "");
        }
    }

    @Test
    void doesNotReturnHopByHopFieldsOfOrigin() {
        try (Origin origin =
                        Origin.answering("HTTP/1.1 200 OK\r\nConnection: X-Named\r\nX-Named: 1\r\nKeep-Alive: x\r\n"
                                + "Proxy-Authenticate: Basic\r\nUpgrade: h2c\r\nX-Kept: 1\r\nServer: s\r\nDate: d\r\n"
                                + "Content-Length: 0\r\n\r\n");
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.lines())
                    .containsExactlyInAnyOrder(
                            "X-Kept: 1", "Server: s", "Date: d", "Content-Length: 0", "Via: 1.1 " + Gateway.NODE);
        }
    }

    @Test
    void passesCodedContentOnUntouched() throws IOException {
        byte[] coded = {31, (byte) 139, 8, 0, 1, 2, 3};
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    peer.say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\n");
                    peer.out.write(coded);
                });
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("GET", origin.uri("/"), "Accept-Encoding: gzip\r\n")
                    .read();
            assertThat(reply.body()).isEqualTo(coded);
            assertThat(reply.field("Content-Encoding")).isEqualTo("gzip");
            assertThat(origin.field("Accept-Encoding")).isEqualTo("gzip");
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "401", "407", "500"})
    void returnsStatusInsteadOfActingOnIt(int status) {
        try (Origin origin = Origin.answering("HTTP/1.1 " + status + " X\r\nLocation: http://www.blocked.test/\r\n"
                        + "WWW-Authenticate: Basic realm=x\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nno");
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(origin.uri("/")).read();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text()).isEqualTo("no");
            assertThat(reply.field("Set-Cookie")).isEqualTo("a=b");
            client.get(origin.uri("/")).read();
            assertThat(origin.field("Cookie")).isEmpty();
            assertThat(gateway.records(2)).extracting(AccessRecord::status).containsOnly(status);
        }
    }

    @Test
    void showsClientTheHeadersOfHeadAsTheyAre() {
        try (Origin origin = new Origin(peer -> {
                    for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                        peer.say("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
                    }
                });
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                RawClient.Reply reply =
                        client.request("HEAD", origin.uri("/"), "").read("HEAD");
                assertThat(reply.field("Content-Length")).isEqualTo("12345");
            }
            assertThat(gateway.records(2)).extracting(AccessRecord::bytesDown).containsOnly(0L);
            assertThat(gateway.records).extracting(AccessRecord::error).containsOnly("");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "204 No Content\r\nX: 1",
                "304 Not Modified\r\nETag: x",
                "304 Not Modified\r\nContent-Length: 77",
                "200 OK\r\nContent-Length: 0"
            })
    void keepsConnectionAfterBodilessAnswer(String head) {
        try (Origin origin = Origin.answering("HTTP/1.1 " + head + "\r\n\r\n");
                RawClient client = gateway.connect()) {
            int status = Integer.parseInt(head.substring(0, 3));
            assertThat(client.get(origin.uri("/")).read().status()).isEqualTo(status);
            assertThat(client.get(origin.uri("/")).read().status()).isEqualTo(status);
            assertThat(gateway.records(2)).extracting(AccessRecord::error).containsOnly("");
        }
    }

    @Test
    void sendsBytesOfTheBodyAsTheyAre() {
        try (Origin origin = new Origin(peer -> {
                    peer.head();
                    byte[] body = peer.in.readNBytes(4);
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + new String(body, ISO_8859_1));
                });
                RawClient client = gateway.connect()) {
            client.request("POST", origin.uri("/"), "Content-Length: 4\r\n").send(new byte[] {0, -1, 13, 10});
            assertThat(client.read().body()).containsExactly(0, -1, 13, 10);
            assertThat(origin.field("Content-Length")).isEqualTo("4");
            assertThat(origin.field("Content-Type")).isEmpty();
            assertThat(gateway.record().bytesUp()).isEqualTo(4);
        }
    }

    @Test
    void saysThatAnEmptyPostIsEmpty() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.request("POST", origin.uri("/"), "Content-Length: 0\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
            assertThat(origin.field("Content-Length")).isEqualTo("0");
        }
    }
}
