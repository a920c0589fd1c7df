package dev.sluice.enrollment;

import static dev.sluice.enrollment.StandInMaster.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.enrollment.StandInMaster.Reply;
import dev.sluice.identity.CertificateChain;
import dev.sluice.identity.ClusterCa;
import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.identity.Pkcs10;
import dev.sluice.policy.model.Revision;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollmentClientTest {
    private static final char[] PASSWORD = "a password".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ID = "Zm9vYmFyYmF6cXV4";

    @TempDir
    Path folder;

    private final List<String> progress = new CopyOnWriteArrayList<>();
    private ClusterCa ca;
    private ActivationKey key;
    private NodeIdentity identity;
    private StandInMaster master;

    @BeforeEach
    void start() throws Exception {
        ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
        key = ActivationKey.create(ca.fingerprint());
        identity = new NodeIdentity(folder.resolve("node.p12"), PASSWORD);
        master = new StandInMaster(ca, folder, Role.PORTAL, 0, "localhost");
    }

    @AfterEach
    void stop() {
        master.close();
    }

    @Test
    void joinsAndHasACertificate() throws Exception {
        master.replies(approve(201));

        var approved = enrol(master.address());

        assertThat(approved.brokerHost()).isEqualTo("broker.example");
        assertThat(approved.head()).isEqualTo(new Revision(2, 17));
        assertThat(identity.accept(approved.chain(), ca.certificate()).name()).isEqualTo("slave-1");
        assertThat(progress).isEmpty();
        var call = master.calls().get(0);
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/api/v1/enrollments");
        assertThat(call.body()).doesNotContain(key.text().split("\\.")[1]);
        assertThat(key.verificationKey().proves(EnrollmentCodec.readRequest(call.body())))
                .isTrue();
    }

    @Test
    void waitsForAPersonAndTellsItOnce() throws Exception {
        master.replies(pending(), pending(), approve(200));

        assertThat(enrol(master.address()).node()).isEqualTo("slave-1");

        assertThat(progress).containsExactly("waits for approval of " + ID);
        assertThat(master.calls())
                .extracting(StandInMaster.Call::method, StandInMaster.Call::path)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("POST", "/api/v1/enrollments"),
                        org.assertj.core.groups.Tuple.tuple("GET", "/api/v1/enrollments/" + ID),
                        org.assertj.core.groups.Tuple.tuple("GET", "/api/v1/enrollments/" + ID));
    }

    @Test
    void asksAgainWhenTheMasterHasForgottenIt() throws Exception {
        master.replies(pending(), status(404, ""), approve(201));

        assertThat(enrol(master.address())).isNotNull();

        assertThat(master.calls()).extracting(StandInMaster.Call::method).containsExactly("POST", "GET", "POST");
    }

    @Test
    void waitsForAMasterThatStarts() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var enrolling = CompletableFuture.supplyAsync(() -> enrolQuietly(URI.create("https://localhost:" + port)));
        await().untilAsserted(() -> assertThat(progress).isNotEmpty());

        try (var late = new StandInMaster(ca, folder, Role.PORTAL, port, "localhost")) {
            late.replies(status(404, "<html>"), status(503, ""), approve(201));
            assertThat(enrolling.get()).isNotNull();
        }

        assertThat(progress)
                .containsSubsequence("away: it answers with status 404", "away: it answers with status 503");
    }

    @Test
    void waitsWhenThereWereTooManyRequests() throws Exception {
        master.replies(
                (exchange, body) -> {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    status(429, EnrollmentCodec.write(new Refusal(Reason.FLOOD, "Later.")))
                            .to(exchange, body);
                },
                approve(201));

        assertThat(enrol(master.address())).isNotNull();

        assertThat(progress).containsExactly("must wait PT1S");
    }

    @ParameterizedTest
    @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "FLOOD")
    void givesUpAtOnceWhenItIsRefused(Reason reason) {
        master.replies(status(reason.status(), EnrollmentCodec.write(new Refusal(reason, "Because."))));

        assertThatThrownBy(() -> enrol(master.address()))
                .isInstanceOfSatisfying(
                        EnrollmentRefusedException.class,
                        refused -> assertThat(Reason.of(refused.reason())).contains(reason))
                .hasMessage("Because.");
        assertThat(master.calls()).hasSize(1);
    }

    @Test
    void isRefusedWhileItWaitsWhenAPersonSaysNo() {
        master.replies(
                pending(), status(403, EnrollmentCodec.write(new Refusal(Reason.DECLINED, "We do not know you."))));

        assertThatThrownBy(() -> enrol(master.address()))
                .isInstanceOf(EnrollmentRefusedException.class)
                .hasMessage("We do not know you.");
    }

    @Test
    void sendsNothingToAServerOfAnotherAuthority() throws Exception {
        var foreign = ClusterCa.openOrCreate(folder.resolve("foreign"), PASSWORD);
        try (var other = new StandInMaster(foreign, folder, Role.PORTAL, 0, "localhost")) {
            other.replies(approve(201));

            assertThatThrownBy(() -> enrol(other.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another authority than the one that the activation key names");
            assertThat(other.calls()).isEmpty();
        }
    }

    @Test
    void sendsNothingToAServerUnderAnotherName() throws Exception {
        try (var other = new StandInMaster(ca, folder, Role.PORTAL, 0, "elsewhere.example")) {
            other.replies(approve(201));

            assertThatThrownBy(() -> enrol(other.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("localhost");
            assertThat(other.calls()).isEmpty();
        }
    }

    @Test
    void sendsNothingToANodeThatPosesAsTheMaster() throws Exception {
        try (var node = new StandInMaster(ca, folder, Role.SLAVE, 0, "localhost")) {
            node.replies(approve(201));

            assertThatThrownBy(() -> enrol(node.address()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the server is not to be trusted");
            assertThat(node.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"v\":1,\"status\":\"approved\"}"})
    void doesNotTakeAnythingElseForAnAnswer(String body) {
        master.replies(status(200, body));

        assertThatThrownBy(() -> enrol(master.address()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the server answers with status 200 and something that is no answer");
    }

    @Test
    void readsNoMoreThanAnAnswerCanHave() {
        var sent = new CompletableFuture<Boolean>();
        master.replies((exchange, body) -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (var i = 0; i < 100_000; i++) {
                    out.write(new byte[1024]);
                }
                sent.complete(true);
            } catch (IOException e) {
                sent.complete(false);
            }
        });

        assertThatThrownBy(() -> enrol(master.address()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("65,536 are the most");
        assertThat(sent.join()).as("taken to the end").isFalse();
    }

    @Test
    void takesNoCertificateOfAnotherAuthority() throws Exception {
        var foreign = ClusterCa.openOrCreate(folder.resolve("foreign"), PASSWORD);
        master.replies((exchange, body) -> status(201, approval(foreign, body)).to(exchange, body));

        assertThatThrownBy(() -> enrol(master.address()))
                .isInstanceOf(IOException.class)
                .hasMessage("the certificate is of another authority than the one that the key names");
    }

    @Test
    void givesUpWhenItsPatienceEndsAndSaysWhatItWaitedFor() {
        master.replies(pending());

        assertThatThrownBy(() -> enrol(master.address(), Duration.ofMillis(1_500)))
                .isInstanceOf(IOException.class)
                .hasMessage("gave up: an administrator has not approved the request " + ID);
    }

    @Test
    void doesNotWaitForAServerThatNeverAnswers() {
        master.replies((exchange, body) -> new CompletableFuture<Void>().get());

        assertThatThrownBy(() -> enrol(master.address(), Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageStartingWith("gave up: the master cannot be reached: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8888", "localhost:8888", "/", "https:///x"})
    void goesToNoAddressWithoutTls(String address) {
        assertThatThrownBy(() -> new EnrollmentClient(URI.create(address), key, Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the master's address must be https://host:port");
    }

    private Approved enrol(URI address) throws Exception {
        return enrol(address, PATIENCE);
    }

    private Approved enrolQuietly(URI address) {
        try {
            return enrol(address);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Approved enrol(URI address, Duration patience) throws Exception {
        return enrol(address, patience, Duration.ofSeconds(10));
    }

    private Approved enrol(URI address, Duration patience, Duration callTimeout) throws Exception {
        var client = new EnrollmentClient(address, key, Clock.systemUTC(), callTimeout, Duration.ofMillis(50));
        return client.enrol("slave-1", identity.request("slave-1"), "0.1.0", patience, new EnrollmentProgress() {
            @Override
            public void masterIsAway(String why) {
                progress.add("away: " + why);
            }

            @Override
            public void waitsForApproval(String id) {
                progress.add("waits for approval of " + id);
            }

            @Override
            public void mustWait(Duration time) {
                progress.add("must wait " + time);
            }
        });
    }

    private static Reply pending() {
        return status(202, EnrollmentCodec.write(new Pending(ID, Duration.ofSeconds(1))));
    }

    /** Signs what the first call asked for. */
    private Reply approve(int status) {
        return (exchange, body) -> {
            var asked = body.isEmpty() ? master.calls().get(0).body() : body;
            status(status, approval(ca, asked)).to(exchange, body);
        };
    }

    private static String approval(ClusterCa authority, String asked) throws Exception {
        var request = EnrollmentCodec.readRequest(asked);
        var leaf = authority.sign(Role.SLAVE, request.node(), Pkcs10.parse(request.request()), Duration.ofDays(90));
        return EnrollmentCodec.write(new Approved(
                request.node(),
                CertificateChain.of(leaf, authority.certificate()),
                "broker.example",
                61617,
                "branch",
                new Revision(2, 17),
                "c0ffee"));
    }
}
