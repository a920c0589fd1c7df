package dev.sluice.master.report;

import java.util.ArrayList;
import java.util.List;

/** What a statement asks for, and the values for its question marks. Not thread-safe. */
final class Conditions {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    void add(String condition, Object... itsValues) {
        conditions.add(condition);
        values.addAll(List.of(itsValues));
    }

    /** These and then the others. */
    Conditions and(Conditions others) {
        Conditions all = new Conditions();
        for (Conditions part : List.of(this, others)) {
            all.conditions.addAll(part.conditions);
            all.values.addAll(part.values);
        }
        return all;
    }

    List<Object> values() {
        return values;
    }

    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
