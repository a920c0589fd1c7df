package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing goes out for an audited exchange before it is certain that it will have a record. */
class AuditTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Gateway gateway = new Gateway();
    private final CompletableFuture<Boolean> disk = new CompletableFuture<>();

    @BeforeEach
    void auditAll() {
        Rule blocked = new Rule(
                "b", "", true, List.of(new Condition.Host(List.of("blocked.test"))), new Action.Block(""), true);
        Rule rest = new Rule("a", "", true, List.of(), new Action.Allow(), true);
        gateway.policy.set(Optional.of(Gateway.compile(
                new PolicyBundle(List.of(blocked, rest), List.of(), List.of(), new Action.Allow()),
                new Revision(1, 1))));
        gateway.safe = disk;
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void sendsNothingToOriginOrClientBeforeTheOpeningIsSafe() throws Exception {
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            client.request("GET", origin.uri("/a"), "");
            AccessRecord opening = opening();
            assertThat(gateway.lookups).isEmpty();
            assertThat(origin.connections).hasValue(0);
            assertThat(client.in.available()).isZero();

            disk.complete(true);
            assertThat(client.read().text()).isEqualTo("ok");
            assertThat(opening)
                    .returns("a", AccessRecord::ruleId)
                    .returns("/a", AccessRecord::path)
                    .returns(0, AccessRecord::status)
                    .returns("node-stopped", AccessRecord::error);
            assertThat(gateway.record())
                    .returns(opening.requestId(), AccessRecord::requestId)
                    .returns(200, AccessRecord::status)
                    .returns(2L, AccessRecord::bytesDown)
                    .returns("", AccessRecord::error);
        }
    }

    @Test
    void opensNoTunnelBeforeTheOpeningIsSafe() throws Exception {
        try (Origin origin = new Origin(peer -> peer.out.write(peer.in.read()));
                RawClient client = gateway.connect()) {
            client.request("CONNECT", origin.authority(), "");
            assertThat(opening().scheme()).isEqualTo("tunnel");
            assertThat(gateway.lookups).isEmpty();
            assertThat(origin.connections).hasValue(0);

            disk.complete(true);
            assertThat(client.read("CONNECT").status()).isEqualTo(200);
            client.send("x");
            assertThat(client.in.read()).isEqualTo('x');
            client.close();
            assertThat(gateway.record()).returns(1L, AccessRecord::bytesUp).returns(1L, AccessRecord::bytesDown);
        }
    }

    @Test
    void sendsABodyOnlyThen() throws Exception {
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            client.send("POST " + origin.uri("/") + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
            opening();
            assertThat(origin.connections).hasValue(0);
            disk.complete(true);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(gateway.record().bytesUp()).isEqualTo(3);
        }
    }

    @Test
    void refusesWithAReasonWhatWouldHaveNoRecord() throws Exception {
        disk.complete(false);
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("GET", origin.uri("/"), "Accept: text/html\r\n")
                    .read();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("Proxy-Status")).isEqualTo(Gateway.NODE + "; error=proxy_internal_error");
            assertThat(reply.text()).contains("Not recorded", "spool is full", Gateway.NODE);
            assertThat(origin.connections).hasValue(0);
            assertThat(gateway.record()).returns(503, AccessRecord::status).returns("audit", AccessRecord::error);
        }
    }

    @Test
    void refusesATunnelThatWouldHaveNoRecord() throws Exception {
        disk.complete(false);
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            assertThat(client.request("CONNECT", origin.authority(), "")
                            .read("CONNECT")
                            .status())
                    .isEqualTo(503);
            assertThat(origin.connections).hasValue(0);
            assertThat(gateway.record().error()).isEqualTo("audit");
        }
    }

    @Test
    void evenABlockPageWaits() throws Exception {
        try (RawClient client = gateway.connect()) {
            client.request("GET", "http://blocked.test/", "");
            assertThat(opening().action()).isEqualTo("block");
            assertThat(gateway.records).isEmpty();
            disk.complete(true);
            assertThat(client.read().status()).isEqualTo(403);
            assertThat(gateway.record().status()).isEqualTo(403);
        }
    }

    @Test
    void asksForNoAuditWhereNoRuleDoes() throws Exception {
        gateway.policy.set(Optional.of(Gateway.policy()));
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            assertThat(client.request("GET", origin.uri("/"), "").read().status())
                    .isEqualTo(200);
            assertThat(gateway.openings).isEmpty();
        }
    }

    private AccessRecord opening() {
        await().atMost(Duration.ofSeconds(20)).until(() -> gateway.openings.size() == 1);
        return gateway.openings.get(0);
    }
}
