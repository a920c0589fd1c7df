package dev.sluice.master.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.master.audit.Told;
import dev.sluice.master.config.MasterConfig.Initial;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.persistence.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    private static final String PASSWORD = "correct horse battery";
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final int FEW_ITERATIONS = 1_000;

    private final TestDatabase database = TestDatabase.create();

    @TempDir
    private Path folder;

    private Accounts accounts;

    @BeforeEach
    void start() throws Exception {
        accounts = accounts(Optional.of(Files.writeString(folder.resolve("first"), PASSWORD + "\n")));
        accounts.start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Accounts accounts(Optional<Path> file) {
        return accounts(new Initial(file, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private Accounts accounts(Initial initial) {
        return new Accounts(database.jdbc(), TestConfig.with(initial), CLOCK, FEW_ITERATIONS);
    }

    @Test
    void knowsTheFirstAdministratorByThePasswordInTheFile() {
        assertThat(accounts.authenticate("admin", PASSWORD)).isTrue();
        assertThat(accounts.authenticate("admin", PASSWORD + " ")).isFalse();
        assertThat(accounts.authenticate("root", PASSWORD)).isFalse();
    }

    @Test
    void doesNotReadThePasswordFileAgain() throws Exception {
        Files.writeString(folder.resolve("first"), "another password entirely");
        accounts(Optional.of(folder.resolve("first"))).start();
        accounts(Optional.empty()).start();
        assertThat(accounts.authenticate("admin", PASSWORD)).isTrue();
    }

    @Test
    void refusesToStartWithoutAFirstPassword() throws Exception {
        database.execute("DELETE FROM account");
        Path weak = Files.writeString(folder.resolve("weak"), "admin");
        assertThatThrownBy(() -> accounts(Optional.empty()).start())
                .hasMessageContaining("sluice.admin.initial-password-file");
        assertThatThrownBy(() -> accounts(Optional.of(folder.resolve("none"))).start())
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> accounts(Optional.of(weak)).start()).hasMessageContaining("shorter than 12");
        assertThat(database.number("SELECT count(*) FROM account")).isZero();
    }

    @Test
    void keepsNoPasswordInTheDatabaseAndAHashThatIsSlowToGuess() {
        database.execute("DELETE FROM account");
        Path file = folder.resolve("first");
        Initial initial = new Initial(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
        new Accounts(database.jdbc(), TestConfig.with(initial), CLOCK).start();
        assertThat(database.number("SELECT count(*) FROM account WHERE password LIKE 'pbkdf2-sha512$210000$%'"))
                .isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM account WHERE password LIKE '%" + PASSWORD + "%'"))
                .isZero();
        assertThat(accounts.authenticate("admin", PASSWORD)).isTrue();
    }

    @Test
    void takesNamesThatNoDatabaseCanKeep() {
        assertThat(accounts.authenticate("ad\0min", PASSWORD)).isFalse();
        assertThat(accounts.authenticate("", PASSWORD)).isFalse();
        assertThat(accounts.authenticate("a".repeat(100_000), PASSWORD)).isFalse();
        assertThat(accounts.authenticate("admin", "a".repeat(100_000))).isFalse();
    }

    @Test
    void slowsGuessingDownForKnownAndUnknownNamesAlike() {
        for (String name : new String[] {"admin", "root"}) {
            for (int i = 0; i < 6; i++) {
                assertThat(accounts.authenticate(name, "guess " + i)).isFalse();
            }
            assertThat(accounts.waitFor(name)).isPositive();
        }
        assertThat(accounts.authenticate("admin", PASSWORD))
                .as("during the pause")
                .isFalse();
    }

    @Test
    void leavesLoginsAndTokensInTheAuditButNoSecret() {
        accounts.authenticate("admin", PASSWORD);
        accounts.authenticate("admin", "a wrong password");
        accounts.authenticate("the password in the field of the name", "x");
        String token = accounts.createToken("admin", "for the script");
        assertThat(Told.by(database))
                .containsExactly(
                        "sluice user.create admin",
                        "admin login admin",
                        "admin login.failed admin > {\"notWrittenBefore\":0}",
                        "unknown login.failed unknown > {\"notWrittenBefore\":0}",
                        "admin token.create for the script > {\"account\":\"admin\"}");
        assertThat(database.texts("SELECT audit_event::text FROM audit_event"))
                .noneMatch(event -> event.contains(token) || event.contains(PASSWORD) || event.contains("wrong"));
    }

    @Test
    void nobodyCanFillTheAuditWithFailedLogins() {
        for (int i = 0; i < FailureNotes.A_MINUTE + 3; i++) {
            accounts.authenticate("name " + i, "guess");
        }
        assertThat(Told.actions(database)).filteredOn("login.failed"::equals).hasSize(FailureNotes.A_MINUTE);
    }

    @Test
    void knowsTheAccountOfAToken() {
        String secret = accounts.createToken("admin", "for the script");
        assertThat(secret).matches("slc_[A-Za-z0-9_-]{43}");
        assertThat(accounts.token(secret).map(Accounts.Token::account)).contains("admin");
        assertThat(accounts.token(secret + "x")).isEmpty();
        assertThat(accounts.token("")).isEmpty();
        assertThat(accounts.token("slc_\0")).isEmpty();
        assertThat(accounts.createToken("admin", "another")).isNotEqualTo(secret);
    }

    @Test
    void countsLoginsThatItRefuses() {
        accounts.authenticate("admin", PASSWORD);
        accounts.authenticate("admin", "wrong");
        accounts.authenticate("", "wrong");
        assertThat(accounts.refused()).isEqualTo(2);
    }

    @Test
    void knowsTheTokenForMetricsWithoutADatabase() throws Exception {
        String secret = "slc_" + "m".repeat(43);
        Path file = Files.writeString(folder.resolve("metrics"), secret + "\n");
        Initial initial = new Initial(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(file));
        MetricsToken token = new MetricsToken(TestConfig.with(initial));
        assertThat(token.matches(secret)).isTrue();
        assertThat(token.matches(secret + "m")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(accounts.token(secret)).as("opens nothing else").isEmpty();
        assertThat(new MetricsToken(TestConfig.PLAIN).matches("")).isFalse();
        Files.writeString(file, "guessable");
        assertThatThrownBy(() -> new MetricsToken(TestConfig.with(initial))).hasMessageContaining("There is no token");
    }

    @Test
    void makesNoTokenForNobody() {
        assertThatThrownBy(() -> accounts.createToken("root", "label")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> accounts.createToken("admin", "a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsTheTokenOfTheCommandLineAndOnlyItsNewest() throws Exception {
        Path file = folder.resolve("token");
        Initial initial = new Initial(Optional.empty(), Optional.of(file), Optional.empty(), Optional.empty());
        String first = "slc_" + "a".repeat(43);
        Files.writeString(file, first + "\n");
        accounts(initial).start();
        accounts(initial).start();
        assertThat(accounts.token(first).map(Accounts.Token::account)).contains("admin");

        String second = "slc_" + "b".repeat(43);
        Files.writeString(file, second);
        accounts(initial).start();
        assertThat(accounts.token(second).map(Accounts.Token::account)).contains("admin");
        assertThat(accounts.token(first)).isEmpty();
        assertThat(database.number("SELECT count(*) FROM api_token")).isEqualTo(1);
    }

    @Test
    void refusesATokenThatIsEasyToGuess() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "slc_secret");
        Accounts weak = accounts(new Initial(Optional.empty(), Optional.of(file), Optional.empty(), Optional.empty()));
        assertThatThrownBy(weak::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token");
    }
}
