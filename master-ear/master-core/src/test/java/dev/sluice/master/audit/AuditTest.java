package dev.sluice.master.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.persistence.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");

    /** Making one for each test would take most of the time. */
    private static final TestDatabase DATABASE = TestDatabase.create();

    private final Database jdbc = DATABASE.jdbc();
    private final Audit audit = new Audit(jdbc);

    @AfterEach
    void empty() {
        Origin.leave();
        tamper("DELETE FROM audit_event");
        tamper("UPDATE audit_head SET number = 0, hash = repeat('0', 64)");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private void add(Change change) {
        jdbc.run(connection -> AuditLog.add(connection, NOW, change));
    }

    private void addThree() {
        for (String node : List.of("a", "b", "c")) {
            add(Change.of("ann", "node.group", node).from(Map.of("group", "")).to(Map.of("group", "branch")));
        }
    }

    /** What who may do all in the database can do. */
    private static void tamper(String sql) {
        DATABASE.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL; ALTER TABLE audit_head DISABLE TRIGGER ALL; "
                + sql + "; ALTER TABLE audit_event ENABLE TRIGGER ALL; ALTER TABLE audit_head ENABLE TRIGGER ALL");
    }

    @Test
    void anEmptyChainHolds() {
        assertThat(audit.verify(Optional.empty())).isEqualTo(Verdict.good(Seal.NONE));
    }

    @Test
    void eachEventFollowsTheOneBefore() {
        Origin.enter("192.0.2.7");
        Origin.showed("ci");
        addThree();
        List<AuditEvent> events = audit.newest(AuditFilter.ALL, 10);
        assertThat(events).extracting(AuditEvent::number).containsExactly(3L, 2L, 1L);
        assertThat(events.get(0).previous()).isEqualTo(events.get(1).hash());
        assertThat(events.get(2).previous()).isEqualTo(Seal.NONE.hash());
        assertThat(events.get(0).at()).isEqualTo(NOW);
        assertThat(events.get(0).origin()).isEqualTo(new Origin("192.0.2.7", "ci"));
        assertThat(events.get(0).change())
                .isEqualTo(new Change("ann", "node.group", "c", "{\"group\":\"\"}", "{\"group\":\"branch\"}"));
        assertThat(audit.verify(Optional.empty()))
                .isEqualTo(Verdict.good(new Seal(3, events.get(0).hash())));
    }

    /** Another program can recompute it from what the documentation says. */
    @Test
    void theHashIsThatOfTheDocumentedForm() {
        AuditEvent event = AuditEvent.following(
                Seal.NONE.hash(), 1, NOW, new Origin("192.0.2.7", ""), new Change("ann", "login", "ann", "", ""));
        assertThat(event.hash()).isEqualTo("f7ef89a8b9f4ea00410cf2747b67ec94658cb1e3408f184e4da4676032415a83");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE audit_event SET who = 'bob' WHERE number = 2 | 2 | its hash is not that of its content",
                "UPDATE audit_event SET after = '' WHERE number = 3 | 3 | its hash is not that of its content",
                "UPDATE audit_event SET at = at + interval '1 microsecond' WHERE number = 1 | 1 | its hash is not",
                "UPDATE audit_event SET who = 'annn', address = '' WHERE number = 1 | 1 | its hash is not",
                "DELETE FROM audit_event WHERE number = 2 | 2 | missing",
                "DELETE FROM audit_event WHERE number = 3 | 3 | does not end where it did",
                "DELETE FROM audit_event | 1 | does not end where it did",
                "UPDATE audit_event SET hash = previous WHERE number = 2 | 2 | its hash is not that of its content",
                "UPDATE audit_event SET previous = hash WHERE number = 2 | 2 | does not follow the one before",
                "UPDATE audit_head SET number = 2 | 4 | does not end where it did",
                "UPDATE audit_head SET hash = repeat('0', 64) | 4 | does not end where it did"
            })
    void findsWhatWasTamperedWith(String sql, long broken, String why) {
        addThree();
        tamper(sql);
        Verdict verdict = audit.verify(Optional.empty());
        assertThat(verdict.broken()).contains(broken);
        assertThat(verdict.seal().number()).isEqualTo(broken - 1);
        assertThat(verdict.why()).contains(why);
    }

    @Test
    void aSealKeptElsewhereShowsThatAllWasWrittenAnew() {
        addThree();
        Seal kept = audit.verify(Optional.empty()).seal();
        add(Change.of("ann", "login", "ann"));
        assertThat(audit.verify(Optional.of(kept)).holds()).isTrue();
        tamper("DELETE FROM audit_event");
        tamper("UPDATE audit_head SET number = 0, hash = repeat('0', 64)");
        assertThat(audit.verify(Optional.empty()).holds()).isTrue();
        assertThat(audit.verify(Optional.of(kept)).why()).contains("ends before the event whose hash was kept");
        for (int i = 0; i < 4; i++) {
            add(Change.of("mallory", "login", "mallory"));
        }
        Verdict verdict = audit.verify(Optional.of(kept));
        assertThat(verdict.broken()).contains(3L);
        assertThat(verdict.why()).contains("written anew");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_event SET who = 'bob'",
                "UPDATE audit_event SET who = 'bob' WHERE false",
                "DELETE FROM audit_event",
                "TRUNCATE audit_event",
                "DELETE FROM audit_head",
                "TRUNCATE audit_head",
                "UPDATE audit_head SET number = 1",
                "UPDATE audit_head SET number = number + 2"
            })
    void theDatabaseRefusesToChangeWhatWasWritten(String sql) {
        addThree();
        assertThatThrownBy(() -> DATABASE.execute(sql)).hasStackTraceContaining("The audit is append-only");
        assertThat(audit.verify(Optional.empty()).seal().number()).isEqualTo(3);
    }

    @Test
    void manyWritersAtOnceLeaveNoGap() {
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            String who = "writer-" + w;
            writers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 10; i++) {
                    add(Change.of(who, "login", who));
                }
            }));
        }
        writers.forEach(CompletableFuture::join);
        Verdict verdict = audit.verify(Optional.empty());
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.seal().number()).isEqualTo(40);
    }

    @Test
    void aChangeThatIsRolledBackLeavesNoEventAndNoGap() {
        add(Change.of("ann", "login", "ann"));
        assertThatThrownBy(() -> jdbc.run(connection -> {
                    AuditLog.add(connection, NOW, Change.of("ann", "key.revoke", "k"));
                    throw new SQLException("torn");
                }))
                .isInstanceOf(DatabaseException.class);
        add(Change.of("bob", "login", "bob"));
        assertThat(Told.by(DATABASE)).containsExactly("ann login ann", "bob login bob");
        assertThat(audit.verify(Optional.empty()).seal().number()).isEqualTo(2);
    }

    @Test
    void keepsTheBeginningTheLengthAndTheDigestOfWhatIsTooLong() {
        add(Change.of("ann", "draft.rule.add", "r".repeat(1000)).to(Map.of("text", "x".repeat(100_000))));
        Change change = audit.newest(AuditFilter.ALL, 1).get(0).change();
        assertThat(change.object()).hasSize(Bounds.LONGEST_NAME + 1);
        assertThat(change.after())
                .startsWith("{\"cut\":\"{\\\"text\\\":\\\"xxx")
                .contains("\"length\":100011", "\"sha256\":\"")
                .hasSizeLessThan(5_000);
    }

    @Test
    void takesTextsThatTheDatabaseWouldRefuse() {
        add(Change.of("a\0b", "login", "half \uD83D").to(Map.of("nul", "\0")));
        assertThat(audit.verify(Optional.empty()).seal().number()).isEqualTo(1);
    }

    @Test
    void findsByTimeNameActionAndObjectAndGoesOnWhereAPageEnded() {
        addThree();
        jdbc.run(
                connection -> AuditLog.add(connection, NOW.plusSeconds(60), Change.of("bob", "node.groups", "100% a")));
        assertThat(numbers(new AuditFilter(time(60), none(), "", "", "", Optional.empty())))
                .containsExactly(4L);
        assertThat(numbers(new AuditFilter(none(), time(60), "", "", "", Optional.empty())))
                .containsExactly(3L, 2L, 1L);
        assertThat(numbers(new AuditFilter(none(), none(), "bob", "", "", Optional.empty())))
                .containsExactly(4L);
        assertThat(numbers(new AuditFilter(none(), none(), "", "node", "", Optional.empty())))
                .hasSize(4);
        assertThat(numbers(new AuditFilter(none(), none(), "", "node.group", "", Optional.empty())))
                .hasSize(3);
        assertThat(numbers(new AuditFilter(none(), none(), "", "", "A", Optional.empty())))
                .containsExactly(4L, 1L);
        assertThat(numbers(new AuditFilter(none(), none(), "", "", "%", Optional.empty())))
                .containsExactly(4L);
        assertThat(numbers(new AuditFilter(none(), none(), "", "", "", Optional.of(3L))))
                .containsExactly(2L, 1L);
    }

    private static Optional<Instant> none() {
        return Optional.empty();
    }

    private static Optional<Instant> time(int seconds) {
        return Optional.of(NOW.plusSeconds(seconds));
    }

    private List<Long> numbers(AuditFilter filter) {
        return audit.newest(filter, 10).stream().map(AuditEvent::number).toList();
    }
}
