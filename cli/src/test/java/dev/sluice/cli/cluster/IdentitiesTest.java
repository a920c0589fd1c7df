package dev.sluice.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {
    private static final ClusterOptions TWO = new ClusterOptions(2, "127.0.0.1", Ports.DEFAULT);

    @TempDir
    private Path temp;

    @Test
    void givesTheServersAndTheMasterACertificateOfOneAuthority() throws Exception {
        Identities identities = prepare(TWO, Clock.systemUTC());

        for (String name : new String[] {"portal", "broker", "master"}) {
            certificate(name).verify(identities.authority().getPublicKey());
        }
        assertThat(certificate("master").getSubjectX500Principal().getName()).isEqualTo("CN=master,OU=master,O=Sluice");
        assertThat(identities.caCertificate()).content().startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void keepsGoodCertificates() throws Exception {
        prepare(TWO, Clock.systemUTC());
        X509Certificate portal = certificate("portal");

        prepare(TWO, Clock.systemUTC());

        assertThat(certificate("portal")).isEqualTo(portal);
    }

    @Test
    void namesTheAddressThatPortalAndBrokerAreBoundTo() throws Exception {
        prepare(TWO, Clock.systemUTC());
        X509Certificate master = certificate("master");

        prepare(new ClusterOptions(2, "192.0.2.7", Ports.DEFAULT), Clock.systemUTC());

        for (String server : List.of("portal", "broker")) {
            assertThat(certificate(server).getSubjectAlternativeNames())
                    .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("192.0.2.7"));
        }
        assertThat(certificate("master")).isEqualTo(master);
    }

    @Test
    void renewsACertificateInItsLastMonth() throws Exception {
        prepare(TWO, Clock.systemUTC());
        X509Certificate master = certificate("master");

        prepare(TWO, Clock.offset(Clock.systemUTC(), Duration.ofDays(340)));

        assertThat(certificate("master")).isNotEqualTo(master);
    }

    private Identities prepare(ClusterOptions options, Clock clock) throws Exception {
        return Identities.prepare(Secrets.openOrCreate(temp), options, clock);
    }

    private X509Certificate certificate(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(temp.resolve(name + ".p12"))) {
            store.load(in, Secrets.openOrCreate(temp).password("keystore").toCharArray());
        }
        return (X509Certificate) store.getCertificate("sluice");
    }
}
