package dev.sluice.master.audit;

import dev.sluice.master.persistence.TestDatabase;
import java.util.List;

/** What the audit of a test's database tells. */
public final class Told {
    /** As {@code who action object before > after}, the oldest first, with what is empty left out. */
    public static List<String> by(TestDatabase database) {
        return database.texts("""
                SELECT concat_ws(' ', who, action, object, nullif(before, ''), '> ' || nullif(after, ''))
                FROM audit_event ORDER BY number""");
    }

    /** Only the names of the actions, the oldest first. */
    public static List<String> actions(TestDatabase database) {
        return database.texts("SELECT action FROM audit_event ORDER BY number");
    }

    private Told() {}
}
