package dev.sluice.master.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Goes along the chain once, from its first event. */
final class Verification {
    private static final int ROWS_AT_ONCE = 1_000;

    /** In one statement, so that what is added meanwhile is not seen. */
    private static final String CHAIN = """
            SELECT head.number AS head_number, head.hash AS head_hash, event.*
            FROM audit_head head LEFT JOIN audit_event event ON true ORDER BY event.number""";

    private final Optional<Seal> kept;
    private Seal good = Seal.NONE;
    private Seal head = Seal.NONE;

    private Verification(Optional<Seal> kept) {
        this.kept = kept;
    }

    static Verdict of(Connection connection, Optional<Seal> kept) throws SQLException {
        return new Verification(kept).run(connection);
    }

    private Verdict run(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(CHAIN)) {
            query.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    head = new Seal(rows.getLong("head_number"), rows.getString("head_hash"));
                    rows.getLong("number");
                    String problem = rows.wasNull() ? "" : problem(AuditRows.event(rows));
                    if (!problem.isEmpty()) {
                        return Verdict.broken(good, good.number() + 1, problem);
                    }
                }
            }
        }
        String problem = problemOfEnd();
        return problem.isEmpty() ? Verdict.good(good) : Verdict.broken(good, good.number() + 1, problem);
    }

    /** What is wrong with the next event, empty for nothing. */
    private String problem(AuditEvent event) {
        if (event.number() != good.number() + 1) {
            return "The event is missing; the next one is number " + event.number() + ".";
        }
        if (!event.previous().equals(good.hash())) {
            return "The event does not follow the one before: that was changed, or this.";
        }
        if (!event.isGenuine()) {
            return "The event was changed: its hash is not that of its content.";
        }
        Seal next = new Seal(event.number(), event.hash());
        if (kept.filter(seal -> seal.number() == next.number() && !seal.equals(next))
                .isPresent()) {
            return "The chain up to here was written anew: the event's hash is not the one that was kept.";
        }
        good = next;
        return "";
    }

    private String problemOfEnd() {
        if (!head.equals(good)) {
            return "The chain does not end where it did: its last event was " + head + ".";
        }
        if (kept.filter(seal -> seal.number() > good.number()).isPresent()) {
            return "The chain ends before the event whose hash was kept, number "
                    + kept.get().number() + ".";
        }
        return "";
    }
}
