package dev.sluice.master.security;

import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The administrators' accounts and API tokens. Secrets are kept only as hashes. Safe for any thread. */
@ApplicationScoped
public class Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    private static final String FIRST = "admin";
    private static final int SHORTEST_PASSWORD = 12;
    private static final int LONGEST_INPUT = 256;
    private static final String TOKEN_PREFIX = "slc_";
    private static final int TOKEN_BYTES = 32;
    private static final String COMMAND_LINE = "command line";
    private static final String UNKNOWN = "unknown";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Optional<Path> initialPasswordFile;
    private final Optional<Path> initialTokenFile;
    private final FailedLogins failedLogins;
    private final LongAdder refused = new LongAdder();
    private final FailureNotes failureNotes;
    private final Clock clock;
    private final int iterations;
    /** What an unknown name's password is compared with, so that it takes as long. */
    private final PasswordHash nobody;
    /** A flood of logins may not take the processors from the rest of the master. */
    private final Semaphore hashing = new Semaphore(2);

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Accounts() {
        this.database = null;
        this.initialPasswordFile = Optional.empty();
        this.initialTokenFile = Optional.empty();
        this.failedLogins = null;
        this.failureNotes = null;
        this.clock = null;
        this.iterations = 0;
        this.nobody = null;
    }

    @Inject
    Accounts(Database database, MasterConfig config, Clock clock) {
        this(database, config, clock, PasswordHash.ITERATIONS);
    }

    /** @param iterations what a password costs to hash or to guess */
    Accounts(Database database, MasterConfig config, Clock clock, int iterations) {
        this.database = database;
        this.initialPasswordFile = config.initial().passwordFile();
        this.initialTokenFile = config.initial().tokenFile();
        this.failedLogins = new FailedLogins(clock);
        this.failureNotes = new FailureNotes(clock);
        this.clock = clock;
        this.iterations = iterations;
        this.nobody = PasswordHash.ofNobody(iterations);
    }

    /**
     * Gives a database without accounts its first one, and makes the command line's token known. Called once at the
     * start.
     *
     * @throws IllegalStateException when there is no account and no usable password file, or the token is not usable
     */
    public void start() {
        boolean empty = database.call(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT FROM account LIMIT 1")) {
                return !query.executeQuery().next();
            }
        });
        if (empty) {
            create(FIRST, initialPassword());
            LOG.info("Made the account {}", FIRST);
        }
        initialTokenFile.ifPresent(this::knowToken);
    }

    /** The newest token in the file counts, and no older one. */
    private void knowToken(Path file) {
        String secret = tokenIn(file);
        database.run(connection -> {
            try (PreparedStatement forget =
                    connection.prepareStatement("DELETE FROM api_token WHERE label = ? AND hash <> ?")) {
                forget.setString(1, COMMAND_LINE);
                forget.setBytes(2, sha256(secret));
                forget.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO api_token (hash, account, label) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
                insert.setBytes(1, sha256(secret));
                insert.setString(2, FIRST);
                insert.setString(3, COMMAND_LINE);
                if (insert.executeUpdate() == 1) {
                    note(connection, Change.of(Change.SLUICE, "token.create", COMMAND_LINE), FIRST);
                }
            }
        });
    }

    /** @throws IllegalStateException when there is no token in the file, or one that could be guessed */
    static String tokenIn(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (!secret.matches(TOKEN_PREFIX + "[A-Za-z0-9_-]{43,200}")) {
                throw new IllegalStateException("There is no token in " + file + ": it is " + TOKEN_PREFIX
                        + " and at least 43 letters, digits, hyphens or underscores, at random.");
            }
            return secret;
        } catch (IOException e) {
            throw new IllegalStateException("The token in " + file + " cannot be read.", e);
        }
    }

    private String initialPassword() {
        Path file = initialPasswordFile.orElseThrow(() -> new IllegalStateException(
                "There is no account yet. Set sluice.admin.initial-password-file to a file with the first password."));
        try {
            String password = Files.readString(file).strip();
            if (password.length() < SHORTEST_PASSWORD) {
                throw new IllegalStateException(
                        "The password in " + file + " is shorter than " + SHORTEST_PASSWORD + " characters.");
            }
            return password;
        } catch (IOException e) {
            throw new IllegalStateException("There is no account yet, and " + file + " cannot be read.", e);
        }
    }

    private void create(String name, String password) {
        String hash = PasswordHash.of(password, iterations).text();
        database.run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO account (name, password) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, name);
                insert.setString(2, hash);
                if (insert.executeUpdate() == 1) {
                    AuditLog.add(connection, clock.instant(), Change.of(Change.SLUICE, "user.create", name));
                }
            }
        });
    }

    private void note(Connection connection, Change change, String account) throws SQLException {
        AuditLog.add(connection, clock.instant(), change.to(Map.of("account", account)));
    }

    /** Whether name and password are an administrator's. Takes as long for an unknown name; slows down after failures. */
    public boolean authenticate(String name, String password) {
        boolean authentic = isAuthentic(name, password);
        if (!authentic) {
            refused.increment();
        }
        return authentic;
    }

    /** Logins refused since the start. */
    public long refused() {
        return refused.sum();
    }

    private boolean isAuthentic(String name, String password) {
        if (!plausible(name)
                || password.length() > LONGEST_INPUT
                || !waitFor(name).isZero()) {
            return false;
        }
        PasswordHash known = passwordOf(name).orElse(nobody);
        boolean authentic = matches(known, password) && known != nobody;
        if (authentic) {
            failedLogins.succeeded(name);
            note(Change.of(name, "login", name));
        } else {
            failedLogins.failed(name);
            LOG.info("Refused a login as {}", name);
            noteFailure(known == nobody ? UNKNOWN : name);
        }
        return authentic;
    }

    private void note(Change change) {
        database.run(connection -> AuditLog.add(connection, clock.instant(), change));
    }

    /** A name that is no account's may be a password in the wrong field, and is not kept. */
    private void noteFailure(String name) {
        failureNotes
                .next()
                .ifPresent(left -> note(Change.of(name, "login.failed", name).to(Map.of("notWrittenBefore", left))));
    }

    /** How long until the next {@link #authenticate} of this name is tried at all; zero unless it failed repeatedly. */
    public Duration waitFor(String name) {
        return failedLogins.waitFor(name);
    }

    /** Nothing else goes into the database, the log or the memory of failures. */
    private static boolean plausible(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_INPUT && name.chars().noneMatch(Character::isISOControl);
    }

    private Optional<PasswordHash> passwordOf(String name) {
        return database.call(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT password FROM account WHERE name = ?")) {
                query.setString(1, name);
                return first(query).map(PasswordHash::parse);
            }
        });
    }

    private boolean matches(PasswordHash hash, String password) {
        hashing.acquireUninterruptibly();
        try {
            return hash.matches(password);
        } finally {
            hashing.release();
        }
    }

    /**
     * Makes an API token for the administrator and returns its secret, which is not kept and cannot be shown again.
     *
     * @throws IllegalArgumentException when there is no such account, or the label is empty or too long
     */
    public String createToken(String account, String label) {
        if (!plausible(label) || !plausible(account) || passwordOf(account).isEmpty()) {
            throw new IllegalArgumentException("A token needs an account that exists and a label in plain text.");
        }
        if (label.equals(COMMAND_LINE)) {
            throw new IllegalArgumentException("This label is the one of the cluster's own command line.");
        }
        String secret = TOKEN_PREFIX + secret();
        database.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO api_token (hash, account, label) VALUES (?, ?, ?)")) {
                insert.setBytes(1, sha256(secret));
                insert.setString(2, account);
                insert.setString(3, label);
                insert.executeUpdate();
            }
            note(connection, Change.of(account, "token.create", label), account);
        });
        return secret;
    }

    /**
     * A bearer token.
     *
     * @param label as it was given at its making
     */
    public record Token(String account, String label) {}

    /** The token with this secret. */
    public Optional<Token> token(String secret) {
        if (!secret.startsWith(TOKEN_PREFIX) || secret.length() > LONGEST_INPUT) {
            return Optional.empty();
        }
        return database.call(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT account, label FROM api_token WHERE hash = ?")) {
                query.setBytes(1, sha256(secret));
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(new Token(row.getString(1), row.getString(2))) : Optional.empty();
                }
            }
        });
    }

    private static Optional<String> first(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    private static String secret() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Enough for a random 256-bit secret, which nobody can guess from its hash. */
    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }
}
