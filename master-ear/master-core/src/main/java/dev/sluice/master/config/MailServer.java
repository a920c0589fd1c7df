package dev.sluice.master.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The mail server that takes what the master sends.
 *
 * @param host {@code sluice.mail.host}: none, and nothing is sent
 * @param port {@code sluice.mail.port}
 * @param security {@code sluice.mail.security}
 * @param authority {@code sluice.mail.ca-file}: PEM certificates of whom its certificate is believed; those that Java
 *     believes unless set
 * @param user {@code sluice.mail.user}: empty for no login
 * @param password {@code sluice.mail.password}; never printed
 * @param passwordFile {@code sluice.mail.password-file}: holds the password, read anew for each mail
 * @param from {@code sluice.mail.from}: the sender's address
 */
public record MailServer(
        String host,
        int port,
        Security security,
        Optional<Path> authority,
        Optional<String> user,
        Optional<String> password,
        Optional<Path> passwordFile,
        String from) {
    /** How the connection is secured. */
    public enum Security {
        /** TLS from the STARTTLS command on, without which nothing is sent. */
        STARTTLS,
        /** TLS from the start. */
        TLS,
        NONE
    }

    public static final String CA_FILE = "sluice.mail.ca-file";
    public static final String PASSWORD_FILE = "sluice.mail.password-file";

    static final String HOST = "sluice.mail.host";
    static final String PORT = "sluice.mail.port";
    static final String SECURITY = "sluice.mail.security";
    static final String USER = "sluice.mail.user";
    static final String PASSWORD = "sluice.mail.password";
    static final String FROM = "sluice.mail.from";
    static final Set<String> KEYS = Set.of(HOST, PORT, SECURITY, CA_FILE, USER, PASSWORD, PASSWORD_FILE, FROM);
    private static final int USUAL_PORT = 587;
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+");

    @Override
    public String toString() {
        return user.map(name -> name + " at ").orElse("") + host + ":" + port;
    }

    /** Checks all of them, also where no host is set. */
    static Optional<MailServer> read(Values settings) {
        String security = settings.choice(SECURITY, List.of("starttls", "tls", "none"), "starttls");
        Optional<String> user = settings.text(USER);
        Optional<String> password = settings.text(PASSWORD);
        Optional<Path> file = settings.path(PASSWORD_FILE);
        if (password.isPresent() && file.isPresent()) {
            throw Values.bad(PASSWORD_FILE, "is set, and so is " + PASSWORD + "; one of them is enough");
        }
        if (user.isPresent() == (password.isEmpty() && file.isEmpty())) {
            throw Values.bad(USER, "and " + PASSWORD + " or " + PASSWORD_FILE + " go together, but one is not set");
        }
        int port = settings.port(PORT, USUAL_PORT);
        Optional<Path> authority = settings.path(CA_FILE);
        return settings.text(HOST)
                .map(host -> new MailServer(
                        host,
                        port,
                        Security.valueOf(security.toUpperCase(Locale.ROOT)),
                        authority,
                        user,
                        password,
                        file,
                        from(settings)));
    }

    private static String from(Values settings) {
        String from = settings.required(FROM);
        if (!ADDRESS.matcher(from).matches()) {
            throw Values.bad(FROM, "must be a mail address, but is " + from);
        }
        return from;
    }
}
