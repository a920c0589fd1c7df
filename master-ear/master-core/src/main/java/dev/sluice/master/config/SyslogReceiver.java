package dev.sluice.master.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where access records are sent as they are stored.
 *
 * @param host {@code sluice.syslog.host}: none, and nothing is sent
 * @param port {@code sluice.syslog.port}
 * @param authority {@code sluice.syslog.ca-file}: PEM certificates of whom the receiver's certificate is believed; empty
 *     for plain TCP, by {@code sluice.syslog.transport}
 * @param key {@code sluice.syslog.key-store} and {@code sluice.syslog.password}: what the master shows a receiver that asks
 *     who it is; empty for nothing
 * @param format {@code sluice.syslog.format}
 */
public record SyslogReceiver(String host, int port, Optional<Path> authority, Optional<Key> key, Format format) {
    /**
     * A private key with its certificate.
     *
     * @param store PKCS#12
     * @param password of the store and the key; never printed
     */
    public record Key(Path store, String password) {
        @Override
        public String toString() {
            return store.toString();
        }
    }

    /** How a record is written in a message. */
    public enum Format {
        /** One object, as the list of records has it. */
        JSON,
        /** Common Event Format, version 0. */
        CEF,
        /** Log Event Extended Format, version 2.0. */
        LEEF
    }

    public static final String CA_FILE = "sluice.syslog.ca-file";
    public static final String KEY_STORE = "sluice.syslog.key-store";

    static final String HOST = "sluice.syslog.host";
    static final String PORT = "sluice.syslog.port";
    static final String TRANSPORT = "sluice.syslog.transport";
    static final String PASSWORD = "sluice.syslog.password";
    static final String FORMAT = "sluice.syslog.format";
    static final Set<String> KEYS = Set.of(HOST, PORT, TRANSPORT, CA_FILE, KEY_STORE, PASSWORD, FORMAT);
    private static final int USUAL_PORT = 6514;

    /** Whether it is sent over TLS. */
    public boolean secure() {
        return authority.isPresent();
    }

    /** For people. */
    public String name() {
        return host + ":" + port;
    }

    /** Checks all of them, also where no host is set. */
    static Optional<SyslogReceiver> read(Values settings) {
        boolean tls = settings.choice(TRANSPORT, List.of("tls", "tcp"), "tls").equals("tls");
        String format = settings.choice(
                FORMAT, Arrays.stream(Format.values()).map(SyslogReceiver::word).toList(), "json");
        int port = settings.port(PORT, USUAL_PORT);
        Optional<Path> authority = settings.path(CA_FILE);
        Optional<String> host = settings.text(HOST);
        if (host.isPresent() && tls != authority.isPresent()) {
            throw Values.bad(CA_FILE, tls ? "is not set, but TLS needs it" : "is set, but " + TRANSPORT + " is tcp");
        }
        Optional<Key> key = key(settings, tls);
        return host.map(name ->
                new SyslogReceiver(name, port, authority, key, Format.valueOf(format.toUpperCase(Locale.ROOT))));
    }

    private static Optional<Key> key(Values settings, boolean tls) {
        Optional<Path> store = settings.path(KEY_STORE);
        Optional<String> password = settings.text(PASSWORD);
        if (store.isPresent() != password.isPresent()) {
            throw Values.bad(KEY_STORE, "and " + PASSWORD + " go together, but one is not set");
        }
        if (store.isPresent() && !tls) {
            throw Values.bad(KEY_STORE, "is set, but " + TRANSPORT + " is tcp");
        }
        return store.map(file -> new Key(file, password.orElseThrow()));
    }

    private static String word(Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }
}
