package dev.sluice.master.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which events to show; an empty text asks for all.
 *
 * @param from inclusive
 * @param to exclusive
 * @param who exact
 * @param action exact, or what it begins with up to a dot: {@code draft} asks for {@code draft.rule.add} too
 * @param object a part of the object's name
 * @param below events with smaller numbers only, to go on where a page ended
 */
public record AuditFilter(
        Optional<Instant> from, Optional<Instant> to, String who, String action, String object, Optional<Long> below) {
    public static final AuditFilter ALL =
            new AuditFilter(Optional.empty(), Optional.empty(), "", "", "", Optional.empty());
}
