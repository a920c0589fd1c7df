package dev.sluice.cli.cluster;

import dev.sluice.identity.ClusterCa;
import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.Holder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The certificates of a cluster on one machine. A certificate is made when it is missing, names another host than it
 * should, was signed by another authority, or runs out within a month. Each user of a key store reads the file anew for
 * each connection.
 */
public final class Identities {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final String ALIAS = "sluice";

    private final Secrets secrets;
    private final ClusterCa ca;
    private final Clock clock;

    private Identities(Secrets secrets, ClusterCa ca, Clock clock) {
        this.secrets = secrets;
        this.ca = ca;
        this.clock = clock;
    }

    /** Makes or completes the identities of the authority, portal, broker, master and slaves. */
    public static Identities prepare(Secrets secrets, ClusterOptions options, Clock clock) throws IOException {
        Path folder = secrets.folder().resolve("ca");
        ClusterCa ca = ClusterCa.openOrCreate(folder, secrets.password("ca").toCharArray());
        Identities identities = new Identities(secrets, ca, clock);
        identities.issueAll(options);
        return identities;
    }

    public Path caCertificate() {
        return secrets.folder().resolve("ca/ca.crt");
    }

    public X509Certificate authority() {
        return ca.certificate();
    }

    public Path keyStore(String name) {
        return secrets.folder().resolve(name + ".p12");
    }

    /** The serial number of the certificate in the key store, lower-case hex. */
    public String serial(String name) throws IOException {
        return read(keyStore(name))
                .flatMap(Holder::of)
                .map(Holder::serial)
                .orElseThrow(() -> new IOException("no certificate in " + keyStore(name)));
    }

    public Path trustStore() {
        return secrets.folder().resolve("truststore.p12");
    }

    /** The password of every key store and of the trust store. */
    public String password() throws IOException {
        return secrets.password("keystore");
    }

    private void issueAll(ClusterOptions options) throws IOException {
        List<String> local = List.of("localhost", "127.0.0.1", "::1");
        issue(Role.PORTAL, "portal", portalNames(options, local));
        issue(Role.BROKER, "broker", local);
        issue(Role.MASTER, "master", List.of());
        for (int number = 1; number <= options.slaves(); number++) {
            issue(Role.SLAVE, "slave-" + number, List.of());
        }
        ca.writeTrustStore(trustStore(), password().toCharArray());
    }

    private static List<String> portalNames(ClusterOptions options, List<String> local) {
        Set<String> names = new TreeSet<>(local);
        names.add(options.reachable());
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // A machine without a name of its own is reached by its address.
            return List.copyOf(names);
        }
        return List.copyOf(names);
    }

    private void issue(Role role, String name, List<String> names) throws IOException {
        Optional<X509Certificate> found = read(keyStore(name));
        if (found.isEmpty() || !isGood(found.get(), names)) {
            ca.issue(role, name, names, keyStore(name), password().toCharArray());
        }
    }

    private Optional<X509Certificate> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password().toCharArray());
            return Optional.ofNullable((X509Certificate) store.getCertificate(ALIAS));
        } catch (GeneralSecurityException | IOException e) {
            return Optional.empty();
        }
    }

    private boolean isGood(X509Certificate certificate, List<String> names) {
        try {
            certificate.verify(ca.certificate().getPublicKey());
            boolean lasts = certificate
                    .getNotAfter()
                    .toInstant()
                    .isAfter(clock.instant().plus(RENEW_BEFORE));
            return lasts && namesOf(certificate).containsAll(normal(names));
        } catch (GeneralSecurityException | UnknownHostException e) {
            return false;
        }
    }

    private static Set<String> namesOf(X509Certificate certificate)
            throws GeneralSecurityException, UnknownHostException {
        Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
        List<String> names = new ArrayList<>();
        if (entries != null) {
            entries.forEach(entry -> names.add(String.valueOf(entry.get(1))));
        }
        return normal(names);
    }

    private static Set<String> normal(List<String> names) throws UnknownHostException {
        Set<String> normal = new TreeSet<>();
        for (String name : names) {
            boolean literal = name.contains(":") || name.matches("[0-9.]+");
            normal.add(literal ? InetAddress.getByName(name).getHostAddress() : name);
        }
        return normal;
    }
}
