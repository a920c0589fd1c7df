package dev.sluice.slave.container;

import static dev.sluice.slave.container.Bench.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.RawConnection;
import dev.sluice.fixtures.RawResponse;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.PasswordHash;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.Schedule.Window;
import dev.sluice.policy.model.User;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Published policies, and what the proxy then does. The origin answers as localhost and as 127.0.0.1. */
interface Enforcement {
    List<String> EVERY_DAY = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    Bench bench();

    @Test
    default void showsABlockPageWithRuleNodeRevisionAndRequestId() throws Exception {
        PolicyMessage policy = publish(Rules.allButHost("localhost"));

        HttpResponse<String> answer = bench().proxy().get(bench().origin().uri("localhost", "/blocked-page"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains(
                        "Ask the help desk, extension 4711.",
                        "Rule: No entry",
                        "Node: " + NODE,
                        "Policy revision: " + policy.revision())
                .containsPattern("Request id: \\S+");
        assertThat(bench().origin().requests()).noneMatch(request -> request.contains("/blocked-page"));
        assertThat(status("127.0.0.1", "/other-host")).isEqualTo(200);
    }

    @Test
    default void blocksADomainWithAllBelowIt() throws Exception {
        publish(Rules.allButHost(".example.com"));

        assertThat(status("www.deep.example.com", "/")).isEqualTo(403);
        assertThat(status("localhost", "/")).isEqualTo(200);
    }

    @Test
    default void refusesATunnelToABlockedHostBeforeItConnects() throws Exception {
        publish(Rules.allButHost("localhost"));

        try (ServerSocketChannel target = ServerSocketChannel.open();
                RawConnection connection = bench().proxy().connect("localhost", listen(target))) {
            RawResponse answer = connection.read();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("No entry");
            assertThat(target.accept()).isNull();
        }
    }

    @Test
    default void carriesATunnelToAnAllowedHost() throws Exception {
        publish(Rules.ALLOW_ALL);

        try (RawConnection connection =
                bench().proxy().connect("localhost", bench().origin().port())) {
            assertThat(connection.readHead().status()).isEqualTo(200);
            RawResponse answer =
                    connection.send("GET /inside HTTP/1.1", "Host: localhost").read();

            assertThat(answer.body()).startsWith("GET /inside");
            assertThat(answer.body()).doesNotContainIgnoringCase("via:");
        }
    }

    @Test
    default void blocksAHostOfADeniedCategory() throws Exception {
        PolicyBundle rules = Rules.allBut(new Condition.InCategory(List.of("games")));
        publish(new PolicyBundle(
                rules.rules(),
                List.of(new Category("games", List.of("localhost", "play.example"))),
                List.of(),
                rules.defaultAction()));

        HttpResponse<String> answer = bench().proxy().get(bench().origin().uri("localhost", "/"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Category: games");
        assertThat(status("www.play.example", "/")).isEqualTo(403);
        assertThat(status("127.0.0.1", "/")).isEqualTo(200);
    }

    @Test
    default void blocksAMethod() throws Exception {
        publish(Rules.allBut(new Condition.Method(List.of("POST", "CONNECT"))));

        assertThat(bench().proxy()
                        .send("POST", bench().origin().uri("/upload"), BodyPublishers.ofString("hello"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(status("localhost", "/")).isEqualTo(200);
        try (RawConnection connection =
                bench().proxy().connect("localhost", bench().origin().port())) {
            assertThat(connection.readHead().status()).isEqualTo(403);
        }
    }

    @Test
    default void blocksWithinASchedule() throws Exception {
        publish(scheduled(new Window(EVERY_DAY, "00:00", "24:00")));
        assertThat(status("localhost", "/")).isEqualTo(403);

        String otherDay =
                LocalDate.now(VIENNA).plusDays(3).getDayOfWeek().name().substring(0, 3);
        publish(scheduled(new Window(List.of(otherDay), "00:00", "24:00")));
        assertThat(status("localhost", "/")).isEqualTo(200);
    }

    @Test
    default void blocksAClientNetwork() throws Exception {
        publish(Rules.allBut(new Condition.ClientNetwork(List.of("127.0.0.0/8"))));
        assertThat(status("localhost", "/")).isEqualTo(403);

        publish(Rules.allBut(new Condition.ClientNetwork(List.of("192.0.2.0/24", "2001:db8::/32"))));
        assertThat(status("localhost", "/")).isEqualTo(200);
    }

    @Test
    default void asksWhoAClientIsAndDecidesByIt() throws Exception {
        PolicyBundle rules = Rules.allBut(new Condition.IsUser(List.of("eve")));
        List<Rule> asking = new ArrayList<>(List.of(new Rule("who", "", true, List.of(), new Action.Authenticate())));
        asking.addAll(rules.rules());
        String password = PasswordHash.of("right".toCharArray());
        publish(rules.withRules(asking)
                .withUsers(List.of(new User("ann", List.of(), password), new User("eve", List.of(), password))));

        try (RawConnection connection = bench().proxy().open()) {
            RawResponse asked = signingIn(connection, "");
            assertThat(asked.status()).isEqualTo(407);
            assertThat(asked.header("proxy-authenticate")).startsWith("Basic realm=\"Sluice\"");
            assertThat(signingIn(connection, "ann:wrong").status()).isEqualTo(407);
            RawResponse answer = signingIn(connection, "ann:right");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).doesNotContainIgnoringCase("proxy-authorization");
            RawResponse blocked = signingIn(connection, "eve:right");
            assertThat(blocked.status()).isEqualTo(403);
            assertThat(blocked.body()).contains("User: eve");
        }
    }

    private RawResponse signingIn(RawConnection connection, String credentials) throws IOException {
        String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return connection
                .send(
                        "GET " + bench().origin().uri("/echo") + " HTTP/1.1",
                        "Host: localhost:" + bench().origin().port(),
                        credentials.isEmpty() ? "Accept: text/plain" : "Proxy-Authorization: Basic " + basic)
                .read();
    }

    @Test
    default void ignoresAnOlderRevisionAndAnotherNodesPolicy() throws Exception {
        Revision older = bench().master().nextRevision();
        PolicyMessage newest = publish(Rules.ALLOW_ALL);
        Revision later = bench().master().nextRevision();

        bench().master().publish(bench().master().compile(older, Rules.allButHost("localhost")));
        bench().master()
                .sendPolicyText(
                        "slave-2", MessageCodec.write(bench().master().compile(later, Rules.allButHost("localhost"))));
        awaitAllBeforeHandled();

        assertThat(bench().metric("sluice_policy_revision"))
                .isEqualTo(newest.revision().number());
        assertThat(status("localhost", "/")).isEqualTo(200);
    }

    @Test
    default void countsAPolicyThatCannotBeReadAndKeepsTheOneBefore() throws Exception {
        PolicyMessage policy = publish(Rules.ALLOW_ALL);

        awaitAllBeforeHandled();

        assertThat(bench().metric("sluice_policy_revision"))
                .isEqualTo(policy.revision().number());
    }

    /** Sends what cannot be read and waits until it is counted: the topic's messages are handled in their order. */
    private void awaitAllBeforeHandled() throws Exception {
        String counter = "sluice_messages_malformed_total{topic=\"policy\"}";
        double before = bench().metric(counter);
        bench().master().sendPolicyText("", "{\"v\": 1, \"revision\": \"no\"}");
        await("the message is counted").until(() -> bench().metric(counter) == before + 1);
    }

    private PolicyMessage publish(PolicyBundle policy) {
        return bench().master().publishTo(NODE, policy);
    }

    private int status(String host, String path) throws Exception {
        return bench().proxy().get(bench().origin().uri(host, path)).statusCode();
    }

    private static int listen(ServerSocketChannel target) throws IOException {
        target.configureBlocking(false);
        target.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return target.socket().getLocalPort();
    }

    private static PolicyBundle scheduled(Window window) {
        PolicyBundle rules = Rules.allBut(new Condition.InSchedule(List.of("hours")));
        return new PolicyBundle(
                rules.rules(),
                List.of(),
                List.of(new Schedule("hours", VIENNA.getId(), List.of(window))),
                rules.defaultAction());
    }
}
