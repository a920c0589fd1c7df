package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.User;
import dev.sluice.slave.auth.Authenticator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules that ask who a client is, and what is decided by it. */
class SignInTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String SECRET = PasswordHash.of("secret".toCharArray());
    private static final String ANN = basic("ann:secret");

    private final Gateway gateway = new Gateway();

    @BeforeEach
    void ask() {
        publish(new User("ann", List.of("staff"), SECRET), new User("bob", List.of(), SECRET));
    }

    private void publish(User... users) {
        Rule open = new Rule("open", "", true, List.of(new Condition.Host(List.of("open.test"))), new Action.Allow());
        Rule who = new Rule("who", "Who", true, List.of(), new Action.Authenticate());
        Rule staff =
                new Rule("staff", "", true, List.of(new Condition.InUserGroup(List.of("staff"))), new Action.Allow());
        PolicyBundle bundle =
                new PolicyBundle(List.of(open, who, staff), List.of(), List.of(), new Action.Block("Staff only"));
        gateway.policy.set(Optional.of(Gateway.compile(bundle.withUsers(List.of(users)), new Revision(1, 1))));
    }

    private static String basic(String text) {
        return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void asksWhoDoesNotSayWhoItIs() {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("GET", "http://origin.test/", "Accept: text/html\r\n")
                    .read();

            assertThat(reply.status()).isEqualTo(407);
            assertThat(reply.field("Proxy-Authenticate")).isEqualTo("Basic realm=\"Sluice\", charset=\"UTF-8\"");
            assertThat(reply.field("Cache-Control")).isEqualTo("no-store");
            assertThat(reply.text()).contains("<h1>Sign in</h1>", "asks who you are");
            assertThat(gateway.record())
                    .returns(407, AccessRecord::status)
                    .returns("authenticate", AccessRecord::action)
                    .returns("who", AccessRecord::ruleId)
                    .returns("", AccessRecord::user)
                    .returns("", AccessRecord::error);
            assertThat(gateway.lookups).isEmpty();
            assertThat(gateway.server.traffic().asked()).isEqualTo(1);
            assertThat(gateway.server.traffic().blocked()).isZero();
        }
    }

    @Test
    void letsAUserThroughOnTheSameConnectionAndKeepsThePasswordToItself() throws Exception {
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            assertThat(client.request("GET", origin.uri("/a"), "").read().status())
                    .isEqualTo(407);
            assertThat(client.request("GET", origin.uri("/b"), ANN).read().text())
                    .isEqualTo("ok");
            assertThat(gateway.records(2).get(1))
                    .returns("ann", AccessRecord::user)
                    .returns("allow", AccessRecord::action)
                    .returns("staff", AccessRecord::ruleId);
            assertThat(origin.heads.toString()).doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void asksAgainWhereThePasswordIsWrongAndSaysSo() {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("GET", "http://origin.test/", basic("ann:wrong"))
                    .read();

            assertThat(reply.status()).isEqualTo(407);
            assertThat(reply.text()).contains("The name or the password is not right.");
            assertThat(gateway.record().user()).isEmpty();
        }
    }

    @Test
    void blocksAUserByWhoHeIsAndShowsWhom() {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.request("GET", "http://origin.test/", basic("Bob:secret"))
                    .read();

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).contains("Staff only", "User: bob");
            assertThat(gateway.record()).returns("bob", AccessRecord::user).returns("block", AccessRecord::action);
        }
    }

    @Test
    void opensTunnelsForUsersOnly() throws Exception {
        try (Origin origin = new Origin(peer -> peer.out.write(peer.in.read()));
                RawClient nobody = gateway.connect();
                RawClient ann = gateway.connect()) {
            RawClient.Reply asked =
                    nobody.request("CONNECT", origin.authority(), "").read("CONNECT");
            assertThat(asked.status()).isEqualTo(407);
            assertThat(asked.field("Proxy-Authenticate")).startsWith("Basic ");
            assertThat(origin.connections).hasValue(0);

            assertThat(ann.request("CONNECT", origin.authority(), ANN)
                            .read("CONNECT")
                            .status())
                    .isEqualTo(200);
            ann.send("x");
            assertThat(ann.in.read()).isEqualTo('x');
            ann.close();
            assertThat(gateway.records(2).get(1))
                    .returns("ann", AccessRecord::user)
                    .returns("tunnel", AccessRecord::scheme);
        }
    }

    @Test
    void sendsABodyOfAUser() throws Exception {
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            client.send("POST " + origin.uri("/") + " HTTP/1.1\r\nHost: x\r\n" + ANN + "Content-Length: 3\r\n\r\nabc");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(gateway.record()).returns(3L, AccessRecord::bytesUp).returns("ann", AccessRecord::user);
        }
    }

    @Test
    void notesTheUserWhereNoRuleAsksToo() throws Exception {
        gateway.names.put("open.test", "127.0.0.1");
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            String uri = "http://open.test:" + origin.port() + "/";
            assertThat(client.request("GET", uri, ANN).read().status()).isEqualTo(200);
            assertThat(client.request("GET", uri, basic("ann:wrong")).read().status())
                    .isEqualTo(200);
            assertThat(gateway.records(2)).extracting(AccessRecord::user).containsExactly("ann", "");
        }
    }

    @Test
    void forgetsAUserWhoIsInThePolicyNoLonger() throws Exception {
        try (Origin origin = Origin.answering(OK);
                RawClient client = gateway.connect()) {
            assertThat(client.request("GET", origin.uri("/"), ANN).read().status())
                    .isEqualTo(200);
            publish(new User("ann", List.of("staff"), PasswordHash.of("new".toCharArray())));
            assertThat(client.request("GET", origin.uri("/"), ANN).read().status())
                    .isEqualTo(407);
            gateway.policy.set(Optional.of(Gateway.policy()));
            assertThat(client.request("GET", "http://blocked.test/", ANN).read().status())
                    .isEqualTo(403);
            assertThat(gateway.records(3)).extracting(AccessRecord::user).containsExactly("ann", "", "");
        }
    }

    @Test
    void saysThatTooManySignIn() {
        Gateway.Settings settings = new Gateway.Settings();
        settings.authenticator = new Authenticator(1, 100);
        List<RawClient> clients = new ArrayList<>();
        try (Gateway busy = new Gateway(settings)) {
            busy.policy.set(gateway.policy.get());
            for (int i = 0; i < 12; i++) {
                RawClient client = busy.connect();
                client.request("GET", "http://origin.test/", basic("ann:" + i));
                clients.add(client);
            }
            List<Integer> statuses =
                    clients.stream().map(client -> client.read().status()).toList();

            assertThat(statuses).containsOnly(407, 503).contains(407, 503);
            assertThat(busy.records(clients.size()))
                    .filteredOn(record -> record.status() == 503)
                    .allSatisfy(record -> assertThat(record.error()).isEqualTo("sign-in"));
        } finally {
            clients.forEach(RawClient::close);
        }
    }
}
