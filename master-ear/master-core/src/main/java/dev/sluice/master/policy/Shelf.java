package dev.sluice.master.policy;

import dev.sluice.master.policy.Sections.Found;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the answers that were asked for last, up to a number of bytes in all. Safe for any thread. */
final class Shelf {
    private final Map<String, Found> answers = new LinkedHashMap<>(16, 0.75f, true);
    private final long room;
    private long taken;

    Shelf(long room) {
        this.room = room;
    }

    synchronized Optional<Found> find(String key) {
        return Optional.ofNullable(answers.get(key));
    }

    /** An answer that needs all the room, or more, is not kept. */
    synchronized void put(String key, Found answer) {
        long size = answer.gzip().length;
        if (size >= room) {
            return;
        }
        Found before = answers.put(key, answer);
        taken += size - (before == null ? 0 : before.gzip().length);
        Iterator<Found> oldest = answers.values().iterator();
        while (taken > room) {
            taken -= oldest.next().gzip().length;
            oldest.remove();
        }
    }
}
