package dev.sluice.slave.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTest {
    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.blocked.test/",
                "http://WWW.Blocked.TEST/",
                "HTTP://blocked.test./",
                "http://origin.test@blocked.test/",
                "http://origin.test:80@blocked.test:8080/x",
                "http://blocked.test",
                "http://blocked.test?q",
                "http://blocked.test#@origin.test/",
                "http://blocked.test:80/@origin.test",
                "http://ads.test/",
                "http://xn--bcher-kva.test/",
                "http://127.6.6.6/",
                "http://127.6.1542/",
                "http://0x7f.6.6.6/",
                "http://0177.6.6.6/",
                "http://2131101190/",
                "http://127.6.6.6./",
                "http://[::ffff:127.6.6.6]/",
                "http://[::ffff:7f06:606]/",
            })
    void refusesHostHoweverItIsWritten(String uri) {
        try (RawClient client = gateway.connect()) {
            client.send(("GET " + uri + " HTTP/1.1\r\nHost: origin.test\r\n\r\n").getBytes(UTF_8));
            assertThat(client.read().status()).isEqualTo(403);
            assertThat(gateway.record()).returns("block", AccessRecord::action).returns("RULE", AccessRecord::reason);
            assertThat(gateway.lookups).isEmpty();
        }
    }

    @Test
    void refusesHostThatIsNotAscii() {
        try (RawClient client = gateway.connect()) {
            client.send("GET http://b\u00fccher.test/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(gateway.lookups).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blocked.test:443",
                "WWW.BLOCKED.test.:8443",
                "127.6.6.6:443",
                "2131101190:443",
                "[::ffff:127.6.6.6]:443"
            })
    void refusesTunnelBeforeAnythingGoesOut(String authority) {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("CONNECT", authority, "Accept: text/html\r\n")
                    .read("CONNECT");
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).contains("<h1>Blocked</h1>");
            assertThat(client.isAtEnd()).isTrue();
            assertThat(gateway.record())
                    .returns("CONNECT", AccessRecord::method)
                    .returns("tunnel", AccessRecord::scheme)
                    .returns(403, AccessRecord::status)
                    .returns("block", AccessRecord::action)
                    .returns("", AccessRecord::upstream);
            assertThat(gateway.lookups).isEmpty();
        }
    }

    @Test
    void showsTheUserWhatWasBlockedAndWhy() {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request(
                            "GET", "http://www.blocked.test/a?<b>", "Accept: text/html,*/*;q=0.8\r\n")
                    .read();
            AccessRecord record = gateway.record();

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.field("Content-Type")).isEqualTo("text/html;charset=utf-8");
            assertThat(reply.field("Cache-Control")).isEqualTo("no-store");
            assertThat(reply.field("Proxy-Status")).isEqualTo(Gateway.NODE + "; error=http_request_denied");
            assertThat(reply.text())
                    .contains(
                            "Not at &#60;work&#62;",
                            "No &#60;games&#62;",
                            "A rule matched",
                            "3.14",
                            Gateway.NODE,
                            record.requestId(),
                            Gateway.NOW.toString())
                    .doesNotContain("<work>", "<games>", "{{");
            assertThat(record)
                    .returns(403, AccessRecord::status)
                    .returns("r1", AccessRecord::ruleId)
                    .returns("No <games>", AccessRecord::ruleName)
                    .returns("text/html", AccessRecord::mimeType)
                    .returns((long) reply.body().length, AccessRecord::bytesDown);
        }
    }

    @Test
    void namesTheCategoryInJsonAndText() {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply json = client.request("GET", "http://x.ads.test/", "Accept: application/json\r\n")
                    .read();
            RawClient.Reply text = client.request("GET", "http://x.ads.test/", "Accept: */*\r\n")
                    .read();
            RawClient.Reply none = client.get("http://x.ads.test/").read();

            assertThat(json.field("Content-Type")).isEqualTo("application/problem+json");
            assertThat(json.text()).contains("\"status\":403", "\"category\":\"ads\"", "\\u003cwork\\u003e");
            assertThat(text.field("Content-Type")).isEqualTo("text/plain;charset=utf-8");
            assertThat(text.text()).contains("403 Blocked", "Category: ads", "Rule: Own list");
            assertThat(none.field("Content-Type")).isEqualTo("text/plain;charset=utf-8");
            assertThat(gateway.records(3)).extracting(AccessRecord::category).containsOnly("ads");
        }
    }

    @Test
    void keepsConnectionAfterBlockPage() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.get("http://blocked.test/").read().status()).isEqualTo(403);
            assertThat(client.request("HEAD", "http://blocked.test/", "")
                            .read("HEAD")
                            .status())
                    .isEqualTo(403);
            assertThat(client.get(origin.uri("/")).read().status()).isEqualTo(200);
            gateway.records(3);
        }
    }

    @Test
    void refusesMethodByRule() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.request("PURGE", origin.uri("/"), "").read().status())
                    .isEqualTo(403);
            assertThat(client.request("purge", origin.uri("/"), "").read().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void showsBlockPageToOneWhoIsStillSending() {
        try (RawClient client = gateway.connect()) {
            client.request("POST", "http://blocked.test/", "Content-Length: 3000000\r\n");
            Thread sender = new Thread(() -> {
                try {
                    client.send(new byte[3_000_000]);
                } catch (java.io.UncheckedIOException closed) {
                    // Refused meanwhile.
                }
            });
            sender.start();
            assertThat(client.read().status()).isEqualTo(403);
            assertThat(gateway.record().status()).isEqualTo(403);
        }
    }

    @Test
    void refusesAllWhileThereIsNoPolicy() {
        gateway.policy.set(Optional.empty());
        try (RawClient client = gateway.connect();
                RawClient other = gateway.connect()) {
            RawClient.Reply reply = client.request("GET", "http://origin.test/", "Accept: text/html\r\n")
                    .read();
            RawClient.Reply tunnel =
                    other.request("CONNECT", "origin.test:443", "").read("CONNECT");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).contains("No policy yet", "no policy yet");
            assertThat(tunnel.status()).isEqualTo(503);
            assertThat(gateway.records(2)).allSatisfy(record -> assertThat(record)
                    .returns("NO_POLICY", AccessRecord::reason)
                    .returns("block", AccessRecord::action)
                    .returns(0L, AccessRecord::epoch)
                    .returns(503, AccessRecord::status));
            assertThat(gateway.lookups).isEmpty();
        }
    }

    @Test
    void decidesByThePolicyOfTheMomentOnTheSameConnection() {
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.get(origin.uri("/")).read().status()).isEqualTo(200);
            PolicyBundle closed = new PolicyBundle(List.of(), List.of(), List.of(), new Action.Block(""));
            gateway.policy.set(Optional.of(Gateway.compile(closed, new Revision(3, 15))));
            RawClient.Reply reply = client.get(origin.uri("/")).read();

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).contains("The policy of your network", "No rule allows it", "3.15");
            assertThat(gateway.records(2)).extracting(AccessRecord::revision).containsExactly(14L, 15L);
        }
    }
}
