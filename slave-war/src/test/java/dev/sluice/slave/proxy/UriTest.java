package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTest {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a/b",
                "/a//b",
                "//a",
                "//a|b",
                "/a%2Fb",
                "/a%2e%2e/b",
                "/../a",
                "/%00",
                "/a;b=c",
                "/a;/..b",
                "/a|b",
                "/{a}",
                "/a\"b",
                "/a\\b",
                "/a^b",
                "/?",
                "/?q=%zz&r={}|\"",
                "/p?a=b?c/d",
                "/a?x=//y",
                "/%C3%A9",
                "/a[1]",
                "/:80",
                "/a/./b",
                "/a/../b",
                "/*"
            })
    void passesPathOnAsItIs(String path) {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.get(origin.uri(path)).read())
                    .returns(200, RawClient.Reply::status)
                    .extracting(RawClient.Reply::text)
                    .isEqualTo("x");
            assertThat(origin.heads.get(0)).startsWith("GET " + path + " HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,'',/", "OPTIONS,'',*", "GET,?a=b,/?a=b", "OPTIONS,/,/"})
    void completesMissingPath(String method, String path, String sent) {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.request(method, origin.uri(path), "").read().status())
                    .isEqualTo(200);
            assertThat(origin.heads.get(0)).startsWith(method + " " + sent + " HTTP/1.1\r\n");
        }
    }

    @Test
    void leavesUserInfoAndFragmentOut() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            client.get("http://user:pw@" + origin.authority() + "/p#f");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(origin.heads.get(0)).startsWith("GET /p HTTP/1.1\r\n");
            assertThat(origin.field("Host")).isEqualTo(origin.authority());
            assertThat(origin.heads.get(0)).doesNotContain("pw");
            assertThat(gateway.record().path()).isEqualTo("/p");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "GET / 400 ''",
                "GET * 400 ''",
                "OPTIONS * 400 ''",
                "GET /path 400 ''",
                "GET https://origin.test/ 501 ''",
                "GET ftp://origin.test/ 501 ''",
                "GET http://origin.test/% 400 ''",
                "GET http://origin.test/%4 400 ''",
                "GET http://origin.test/%zz 400 ''",
                "GET http://origin.test/%u0041 400 ''",
                "GET http:///path 400 ''",
                "GET http://:80/ 400 ''",
                "GET http://a%2eb/ 400 ''",
                "GET http://a..b/ 400 ''",
                "GET http://origin.test:99999/ 400 ''",
                "GET http://origin.test:x/ 400 ''",
                "GET http://999.1.1.1/ 400 ''",
                "GET http://[::1/ 400 ''",
                "GET origin.test:80 400 ''",
                "CONNECT origin.test 400 ''",
                "CONNECT /path 400 ''",
                "CONNECT origin.test:0 400 ''",
                "CONNECT origin.test:70000 400 ''",
                "CONNECT http://origin.test:80/ 400 ''",
                "CONNECT user@origin.test:80 400 ''",
            })
    void refusesTarget(String method, String target, int status) {
        try (RawClient client = gateway.connect()) {
            client.send(method + " " + target + " HTTP/1.1\r\nHost: origin.test\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(status);
            assertThat(gateway.lookups).isEmpty();
        }
    }

    @Test
    void tellsWhatToDoWhereItIsTakenForASite() {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.send("GET / HTTP/1.1\r\nHost: gateway.test\r\nAccept: text/html\r\n\r\n")
                    .read();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("This is a proxy");
            AccessRecord record = gateway.record();
            assertThat(record).returns("bad-request", AccessRecord::error).returns("block", AccessRecord::action);
        }
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS,0", "TRACE,0"})
    void answersItselfWhereTheHopLimitEnds(String method, int limit) {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request(
                            method,
                            "http://origin.test:1/x",
                            "Max-Forwards: " + limit + "\r\nCookie: secret\r\nX-A: b\r\n")
                    .read();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).doesNotContain("secret");
            assertThat(gateway.lookups).isEmpty();
            assertThat(method.equals("TRACE") ? reply.text() : reply.field("Allow") + " X-A: b")
                    .contains("X-A: b");
        }
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS,3,2", "TRACE,1,0", "GET,3,3", "OPTIONS,x,x"})
    void lowersTheHopLimit(String method, String limit, String left) {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            client.request(method, origin.uri("/"), "Max-Forwards: " + limit + "\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(origin.field("Max-Forwards")).isEqualTo(left);
        }
    }
}
