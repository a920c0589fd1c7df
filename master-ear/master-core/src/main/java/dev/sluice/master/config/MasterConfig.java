package dev.sluice.master.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The master's settings, {@code sluice.*}. An unknown or bad key stops the boot with a line that names it.
 *
 * @param portalUrl {@code sluice.portal.url}: where people and nodes reach the portal
 * @param syslog {@code sluice.syslog.*}: empty for none
 * @param mail {@code sluice.mail.*}: empty for none
 * @param reportsFolder {@code sluice.reports.folder}: where reports are written that go to nobody by mail
 */
public record MasterConfig(
        DatabaseAccess database,
        AuthorityAccess authority,
        Joining joining,
        Retention retention,
        Initial initial,
        URI portalUrl,
        Optional<SyslogReceiver> syslog,
        Optional<MailServer> mail,
        Optional<Path> reportsFolder) {
    /**
     * PostgreSQL.
     *
     * @param url {@code sluice.database.url}, {@code jdbc:postgresql://...}
     * @param user {@code sluice.database.user}
     * @param password {@code sluice.database.password}; never printed
     */
    public record DatabaseAccess(String url, String user, String password) {
        @Override
        public String toString() {
            return user + " at " + url;
        }
    }

    /**
     * The cluster's certificate authority, whose key signs nodes' certificates and certifies who signs policies.
     *
     * @param keyStore {@code sluice.ca.key-store}: PKCS#12
     * @param password {@code sluice.ca.password}; never printed
     */
    public record AuthorityAccess(Path keyStore, String password) {
        @Override
        public String toString() {
            return keyStore.toString();
        }
    }

    /**
     * What nodes that join are told and held to.
     *
     * @param brokerHost {@code sluice.broker.host}: where nodes reach the broker; the portal's host unless set
     * @param brokerPort {@code sluice.broker.port}
     * @param clockLimit {@code sluice.clock.limit}: how far a node's clock may be off
     * @param certificateLife {@code sluice.node.certificate-life}: how long a node's certificate is good
     */
    public record Joining(String brokerHost, int brokerPort, Duration clockLimit, Duration certificateLife) {}

    /**
     * How long what the nodes told is kept.
     *
     * @param records {@code sluice.records.keep}: access records; whole days (UTC) are deleted
     * @param reports {@code sluice.reports.keep}: the sums that reports are made of
     */
    public record Retention(Duration records, Duration reports) {}

    /**
     * What is known from the start, each in a file that only its owner reads.
     *
     * @param passwordFile {@code sluice.admin.initial-password-file}: the first password of {@code admin}, read only
     *     while there is no account
     * @param tokenFile {@code sluice.admin.initial-token-file}: a token of {@code admin} for the command line
     * @param keyFile {@code sluice.enrollment.initial-key-file}: an activation key for nodes on this machine
     */
    public record Initial(Optional<Path> passwordFile, Optional<Path> tokenFile, Optional<Path> keyFile) {}

    static final String DATABASE_URL = "sluice.database.url";
    static final String DATABASE_USER = "sluice.database.user";
    static final String DATABASE_PASSWORD = "sluice.database.password";
    static final String CA_KEY_STORE = "sluice.ca.key-store";
    static final String CA_PASSWORD = "sluice.ca.password";
    static final String BROKER_HOST = "sluice.broker.host";
    static final String BROKER_PORT = "sluice.broker.port";
    static final String CLOCK_LIMIT = "sluice.clock.limit";
    static final String CERTIFICATE_LIFE = "sluice.node.certificate-life";
    static final String RECORDS_KEEP = "sluice.records.keep";
    static final String REPORTS_KEEP = "sluice.reports.keep";
    static final String REPORTS_FOLDER = "sluice.reports.folder";
    static final String INITIAL_PASSWORD_FILE = "sluice.admin.initial-password-file";
    static final String INITIAL_TOKEN_FILE = "sluice.admin.initial-token-file";
    static final String INITIAL_KEY_FILE = "sluice.enrollment.initial-key-file";
    static final String PORTAL_URL = "sluice.portal.url";
    private static final Set<String> OWN_KEYS = Set.of(
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            CA_KEY_STORE,
            CA_PASSWORD,
            BROKER_HOST,
            BROKER_PORT,
            CLOCK_LIMIT,
            CERTIFICATE_LIFE,
            RECORDS_KEEP,
            REPORTS_KEEP,
            REPORTS_FOLDER,
            INITIAL_PASSWORD_FILE,
            INITIAL_TOKEN_FILE,
            INITIAL_KEY_FILE,
            PORTAL_URL);
    static final Set<String> KEYS = Stream.of(OWN_KEYS, SyslogReceiver.KEYS, MailServer.KEYS)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * Reads and checks the settings of this server.
     *
     * @throws IllegalArgumentException with one line that names the key
     */
    public static MasterConfig load() {
        Config config = ConfigProvider.getConfig(MasterConfig.class.getClassLoader());
        return read(key -> config.getOptionalValue(key, String.class), config.getPropertyNames());
    }

    /**
     * Reads and checks settings.
     *
     * @param values looks a key up
     * @param names all names that are set anywhere, dotted or as environment variables
     * @throws IllegalArgumentException with one line that names the key
     */
    static MasterConfig read(Function<String, Optional<String>> values, Iterable<String> names) {
        refuseUnknown(names);
        Values settings = new Values(values);
        URI portalUrl = settings.httpsUrl(PORTAL_URL, "https://localhost:8888");
        return new MasterConfig(
                new DatabaseAccess(
                        databaseUrl(settings), settings.required(DATABASE_USER), settings.required(DATABASE_PASSWORD)),
                new AuthorityAccess(settings.requiredPath(CA_KEY_STORE), settings.required(CA_PASSWORD)),
                new Joining(
                        settings.text(BROKER_HOST).orElseGet(portalUrl::getHost),
                        settings.port(BROKER_PORT, 61617),
                        settings.duration(CLOCK_LIMIT, "PT30S", Duration.ofSeconds(1), Duration.ofHours(1)),
                        settings.duration(CERTIFICATE_LIFE, "P90D", Duration.ofHours(1), Duration.ofDays(825))),
                new Retention(
                        settings.duration(RECORDS_KEEP, "P30D", Duration.ofDays(1), Duration.ofDays(3650)),
                        settings.duration(REPORTS_KEEP, "P400D", Duration.ofDays(1), Duration.ofDays(3650))),
                new Initial(
                        settings.path(INITIAL_PASSWORD_FILE),
                        settings.path(INITIAL_TOKEN_FILE),
                        settings.path(INITIAL_KEY_FILE)),
                portalUrl,
                SyslogReceiver.read(settings),
                MailServer.read(settings),
                settings.path(REPORTS_FOLDER));
    }

    private static void refuseUnknown(Iterable<String> names) {
        for (String name : names) {
            boolean dotted = name.startsWith("sluice.") && !KEYS.contains(name);
            boolean variable = name.startsWith("SLUICE_") && KEYS.stream().noneMatch(key -> name.equals(variable(key)));
            if (dotted || variable) {
                throw new IllegalArgumentException(
                        "Unknown setting " + name + ". The master knows " + new TreeSet<>(KEYS) + ".");
            }
        }
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String databaseUrl(Values settings) {
        String url = settings.required(DATABASE_URL);
        if (!url.startsWith("jdbc:postgresql://")) {
            throw Values.bad(DATABASE_URL, "must start with jdbc:postgresql://");
        }
        if (url.contains("password=")) {
            throw Values.bad(DATABASE_URL, "must not hold the password; set " + DATABASE_PASSWORD);
        }
        return url;
    }
}
