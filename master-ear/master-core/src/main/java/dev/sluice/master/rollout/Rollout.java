package dev.sluice.master.rollout;

import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A revision that goes, or went, to a few nodes first.
 *
 * @param base what the others keep, and what all go back to
 * @param canary the nodes that get it first, each with what it had counted when it was first seen to enforce the revision
 * @param reason why it is in this state, for people; empty for nothing to say
 * @param heldSince since when the whole canary enforces it
 * @param back the revision by which it was taken back
 */
public record Rollout(
        Revision revision,
        Revision base,
        String askedBy,
        Plan plan,
        Map<String, Optional<Start>> canary,
        State state,
        String reason,
        Instant startedAt,
        Optional<Instant> heldSince,
        Optional<Instant> endedAt,
        Optional<Long> back) {
    /** How far it is. */
    public enum State {
        /** The canary gets it. */
        CANARY,
        /** The canary enforces it and is watched. */
        HOLD,
        /** All get it, or got it. */
        DONE,
        /** It was taken back, because a node refused it or a limit was passed. */
        ROLLED_BACK,
        /** It was taken back by a person, or another revision was published. */
        ABORTED;

        public boolean isUnderWay() {
            return this == CANARY || this == HOLD;
        }
    }

    /** The counters of a node, in one boot, from which on its exchanges were decided by the revision. */
    public record Start(long boot, Figures figures) {}

    public Rollout {
        canary = Collections.unmodifiableMap(new LinkedHashMap<>(canary));
    }

    public Set<String> nodes() {
        return canary.keySet();
    }

    /** When the canary will have held for long enough, once the hold has begun. */
    public Optional<Instant> holdUntil() {
        return heldSince.map(since -> since.plus(plan.hold()));
    }

    Rollout withStarts(Map<String, Start> starts) {
        Map<String, Optional<Start>> started = new LinkedHashMap<>(canary);
        starts.forEach((node, start) -> started.put(node, Optional.of(start)));
        return new Rollout(revision, base, askedBy, plan, started, state, reason, startedAt, heldSince, endedAt, back);
    }

    Rollout held(Instant since) {
        return new Rollout(
                revision, base, askedBy, plan, canary, State.HOLD, "", startedAt, Optional.of(since), endedAt, back);
    }

    Rollout waiting(String why) {
        return new Rollout(revision, base, askedBy, plan, canary, state, why, startedAt, heldSince, endedAt, back);
    }
}
