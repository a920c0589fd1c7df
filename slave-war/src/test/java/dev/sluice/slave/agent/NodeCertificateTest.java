package dev.sluice.slave.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.FreePorts;
import dev.sluice.fixtures.StandInMaster;
import dev.sluice.fixtures.TestBroker;
import dev.sluice.fixtures.TestIdentities;
import dev.sluice.identity.CertificateChain;
import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.Holder;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.identity.Pkcs10;
import dev.sluice.jms.CertificateMessage;
import dev.sluice.jms.CertificateRequestMessage;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageCodec;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.config.ClusterConfig;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class NodeCertificateTest {
    private static final String NODE = "slave-1";
    private static final String PASSWORD = "of-the-test";

    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock();
    private final Alarms alarms = new Alarms(clock);
    private final List<CertificateRequestMessage> requests = new ArrayList<>();
    private TestIdentities identities;
    private NodeCertificate certificate;

    /** Of a node that has not joined. */
    public static NodeCertificate none(Path folder, Alarms alarms, Clock clock) {
        ClusterConfig cluster =
                new ClusterConfig("", folder.resolve("no.p12"), folder.resolve("no-trust.p12"), "", Optional.empty());
        return new NodeCertificate(NODE, cluster, request -> {}, alarms, clock);
    }

    @BeforeEach
    void prepare() {
        identities = new TestIdentities(folder.resolve("secrets"), PASSWORD, NODE);
        certificate = certificate(requests::add, clock);
    }

    private NodeCertificate certificate(RequestOutlet outlet, Clock time) {
        ClusterConfig cluster =
                new ClusterConfig("", identities.keyStore(NODE), identities.trustStore(), PASSWORD, Optional.empty());
        return new NodeCertificate(NODE, cluster, outlet, alarms, time);
    }

    /** Sets the clock into the certificate's life: 0 is its beginning, 1 its end. */
    private void liveTo(double part) throws IOException {
        Holder holder = identities.identity(NODE).current().orElseThrow();
        Duration life = Duration.between(holder.from(), holder.until());
        Instant then = holder.from().plusSeconds((long) (life.toSeconds() * part));
        clock.pass(Duration.between(clock.instant(), then));
    }

    private CertificateMessage answer(CertificateRequestMessage request) throws Exception {
        var leaf = identities.authority().sign(Role.SLAVE, NODE, Pkcs10.parse(request.request()), Duration.ofDays(90));
        return new CertificateMessage(
                NODE,
                1,
                CertificateChain.of(leaf, identities.authority().certificate()).pem());
    }

    @Test
    void asksForNothingBeforeTwoThirdsOfItsLife() throws Exception {
        liveTo(0.66);
        certificate.renewIfDue();
        assertThat(requests).isEmpty();
        assertThat(certificate.ends())
                .contains(identities.identity(NODE).current().orElseThrow().until());
    }

    @Test
    void asksAndPutsTheAnswerIntoPlace() throws Exception {
        String before = identities.serial(NODE);
        liveTo(0.67);
        certificate.renewIfDue();
        assertThat(requests).extracting(CertificateRequestMessage::node).containsExactly(NODE);
        assertThat(identities.serial(NODE)).isEqualTo(before);
        certificate.take(answer(requests.get(0)));
        assertThat(identities.serial(NODE)).isNotEqualTo(before);
        assertThat(certificate.ends())
                .contains(identities.identity(NODE).current().orElseThrow().until());
    }

    @Test
    void asksAgainForTheSameKeyWhenNoAnswerComesAndSaysSoWhenItGetsLate() throws Exception {
        liveTo(0.67);
        certificate.renewIfDue();
        certificate.renewIfDue();
        assertThat(requests).as("the master has its time").hasSize(1);
        certificate = certificate(requests::add, clock); // as after a restart
        certificate.renewIfDue();
        clock.pass(Duration.ofHours(2));
        certificate.renewIfDue();
        assertThat(requests).hasSize(3);
        assertThat(requests.stream().map(NodeCertificateTest::keyFingerprint).distinct())
                .hasSize(1);
        assertThat(alarms.latest()).isEmpty();
        liveTo(0.9);
        certificate.renewIfDue();
        assertThat(alarms.latest()).contains("has not renewed it");
        certificate.take(answer(requests.get(0)));
        assertThat(alarms.latest()).isEmpty();
    }

    private static String keyFingerprint(CertificateRequestMessage request) {
        try {
            return Pkcs10.parse(request.request()).keyFingerprint();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void triesAgainWhenTheBrokerIsAway() throws Exception {
        certificate = certificate(
                request -> {
                    requests.add(request);
                    throw new IOException("away");
                },
                clock);
        liveTo(0.67);
        certificate.renewIfDue();
        clock.pass(Duration.ofHours(2));
        certificate.renewIfDue();
        assertThat(requests).hasSize(2);
    }

    @Test
    void keepsWhatItHasWhenTheAnswerIsNotUsable() throws Exception {
        TestIdentities others = new TestIdentities(folder.resolve("others"), PASSWORD, NODE);
        liveTo(0.67);
        certificate.renewIfDue();
        String before = identities.serial(NODE);
        var foreign = others.authority()
                .sign(Role.SLAVE, NODE, Pkcs10.parse(requests.get(0).request()), Duration.ofDays(90));
        String chain =
                CertificateChain.of(foreign, others.authority().certificate()).pem();
        for (String unusable : List.of(chain, "", "-----BEGIN CERTIFICATE-----\n")) {
            certificate.take(new CertificateMessage(NODE, 1, unusable));
            assertThat(alarms.latest()).contains("not usable");
            assertThat(identities.serial(NODE)).isEqualTo(before);
        }
        certificate.take(answer(requests.get(0)));
        assertThat(identities.serial(NODE)).isNotEqualTo(before);
    }

    @Test
    void saysThatTheFileCannotBeRead() throws IOException {
        Files.writeString(identities.keyStore(NODE), "rubbish");
        certificate.renewIfDue();
        assertThat(alarms.latest())
                .contains("not usable", identities.keyStore(NODE).toString());
    }

    /** The broker looks at the certificate of each connection; the next one after the renewal shows the new one. */
    @Test
    void renewsAShortLivedCertificateOverTheBrokerAndIsAdmittedByTheNewOne() throws Exception {
        NodeIdentity identity = identities.identity(NODE);
        var leaf = identities.authority().sign(Role.SLAVE, NODE, identity.request(NODE), Duration.ofSeconds(30));
        identity.accept(
                CertificateChain.of(leaf, identities.authority().certificate()),
                identities.authority().certificate());
        String shortLived = identities.serial(NODE);
        int port = FreePorts.next();
        try (TestBroker broker = new TestBroker(folder.resolve("broker"), port, identities);
                StandInMaster master = new StandInMaster(identities, port);
                ActiveMQConnectionFactory node = connections(port);
                ActiveMQConnectionFactory asLater = connections(port)) {
            certificate = certificate(new StateQueue(node), Clock.systemUTC());
            try (JMSContext listening = ((ConnectionFactory) node).createContext()) {
                listening
                        .createConsumer(listening.createTopic(Destinations.commands(NODE)))
                        .setMessageListener(message -> {
                            try {
                                certificate.take(MessageCodec.readCertificate(message.getBody(String.class)));
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
                await().until(() -> {
                    certificate.renewIfDue();
                    return !identities.serial(NODE).equals(shortLived);
                });
            }
            assertThat(master.certificateRequests()).isNotEmpty();
            broker.admit(Map.of(NODE, List.of(identities.serial(NODE))));
            try (JMSContext later = ((ConnectionFactory) asLater).createContext()) {
                later.createProducer().send(later.createQueue(Destinations.STATE), "{}");
            }
            broker.admit(Map.of(NODE, List.of(shortLived)));
            assertThat(catchThrowable(
                            () -> ((ConnectionFactory) asLater).createContext().close()))
                    .as("the old certificate is not shown any more")
                    .isNotNull();
        }
    }

    private ActiveMQConnectionFactory connections(int port) {
        String tls = "sslEnabled=true&forceSSLParameters=true&keyStoreType=PKCS12&trustStoreType=PKCS12"
                + "&keyStorePath=%s&keyStorePassword=%s&trustStorePath=%s&trustStorePassword=%s"
                        .formatted(identities.keyStore(NODE), PASSWORD, identities.trustStore(), PASSWORD);
        return new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:%d?reconnectAttempts=0&initialConnectAttempts=1&%s".formatted(port, tls));
    }
}
