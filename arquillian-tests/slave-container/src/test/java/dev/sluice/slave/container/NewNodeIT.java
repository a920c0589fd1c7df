package dev.sluice.slave.container;

import static dev.sluice.slave.container.Bench.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fixtures.RawConnection;
import dev.sluice.fixtures.RawResponse;
import dev.sluice.fixtures.StandInMaster;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.Revision;
import jakarta.annotation.Resource;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.jms.ConnectionFactory;
import java.io.File;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A node that never had a policy, from outside and from inside; the last test gives it one. */
@ArquillianTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NewNodeIT {
    @Deployment
    static WebArchive slave() {
        URI assertions = URI.create(Assertions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        return Bench.slave().addClass(NewNodeIT.class).addAsLibraries(new File(assertions));
    }

    @Resource(lookup = "java:app/jms/sluice")
    private @Nullable ConnectionFactory connections;

    @Test
    @Order(1)
    void findsInsideThePooledConnectionsOfTheResourceAdapter() {
        assertThat(connections).isNotNull();
    }

    @Test
    @Order(1)
    void sharesInsideOneNodeAmongItsBeans() throws Exception {
        Class<?> readiness = Class.forName("dev.sluice.slave.admin.Readiness");
        Object bean = CDI.current().select(readiness).get();

        assertThat(bean).isSameAs(CDI.current().select(readiness).get());
        Object verdict = readiness.getMethod("verdict").invoke(bean);
        assertThat(verdict.getClass().getMethod("problems").invoke(verdict))
                .isEqualTo(List.of("There is no policy yet."));
    }

    @Test
    @Order(1)
    void takesInsideJettyFromItsOwnLibraries() throws Exception {
        Class<?> jetty = Class.forName("org.eclipse.jetty.server.Server");

        assertThat(jetty.getProtectionDomain().getCodeSource().getLocation().toString())
                .contains("/WEB-INF/lib/");
    }

    @Test
    @Order(1)
    @RunAsClient
    void refusesRequestsWithAPageThatSaysWhy() throws Exception {
        HttpResponse<String> answer =
                Bench.current().proxy().get(Bench.current().origin().uri("/hello"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("No policy yet", "Node: " + NODE, "Request id: ");
        assertThat(Bench.current().origin().requests()).isEmpty();
    }

    @Test
    @Order(1)
    @RunAsClient
    void refusesTunnels() throws Exception {
        try (RawConnection connection = Bench.current()
                .proxy()
                .connect("localhost", Bench.current().origin().port())) {
            RawResponse answer = connection.read();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("No policy yet");
        }
    }

    @Test
    @Order(1)
    @RunAsClient
    void isLiveButNotReady() throws Exception {
        assertThat(Bench.current().admin("/health/live").statusCode()).isEqualTo(200);

        HttpResponse<String> ready = Bench.current().admin("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("There is no policy yet.");
    }

    @Test
    @Order(1)
    @RunAsClient
    void tellsTheMasterThatItEnforcesNothing() {
        NodeState state = Bench.current().master().awaitState(NODE, any -> true);

        assertThat(state.active()).isEqualTo(Revision.NONE);
        assertThat(state.hash()).isEmpty();
        assertThat(state.ready()).isFalse();
        assertThat(state.boot()).isPositive();
    }

    @Test
    @Order(1)
    @RunAsClient
    void rejectsAPolicyThatDoesNotCompileAndNamesTheField() {
        Revision revision = Bench.current().master().nextRevision();
        publishSigned(new PolicyMessage(
                revision, "whatever", Rules.allBut(new Condition.ClientNetwork(List.of("10.0.0.0/8", "10.0.0.0/33")))));

        NodeState state = Bench.current().master().awaitState(NODE, s -> rejects(s, revision));
        assertThat(state.rejected().map(Rejection::path)).contains("rules[0].conditions[0].networks[1]");
        assertThat(state.active()).isEqualTo(Revision.NONE);
    }

    @Test
    @Order(1)
    @RunAsClient
    void rejectsAPolicyWhoseHashIsNotItsOwn() {
        Revision revision = Bench.current().master().nextRevision();
        publishSigned(new PolicyMessage(revision, "0".repeat(64), Rules.ALLOW_ALL));

        NodeState state = Bench.current().master().awaitState(NODE, s -> rejects(s, revision));
        assertThat(state.rejected().map(Rejection::problem).orElseThrow()).contains("0".repeat(64));
        assertThat(state.active()).isEqualTo(Revision.NONE);
    }

    @Test
    @Order(2)
    @RunAsClient
    void enforcesTheFirstGoodPolicyAndBecomesReady() throws Exception {
        PolicyMessage policy = Bench.current().master().publishTo(NODE, Rules.ALLOW_ALL);
        Bench.current().awaitReady();

        assertThat(Bench.current()
                        .proxy()
                        .get(Bench.current().origin().uri("/hello"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Bench.current().master().awaitState(NODE, NodeState::ready).rejected())
                .isEmpty();
        assertThat(Bench.current().metric("sluice_policy_revision"))
                .isEqualTo(policy.revision().number());
    }

    private static boolean rejects(NodeState state, Revision revision) {
        return state.rejected()
                .filter(rejection -> rejection.revision().equals(revision))
                .isPresent();
    }

    private static void publishSigned(PolicyMessage message) {
        StandInMaster master = Bench.current().master();
        master.publish(master.sign(message));
    }
}
