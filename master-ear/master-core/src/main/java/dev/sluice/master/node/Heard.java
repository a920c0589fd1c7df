package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import java.time.Duration;
import java.time.Instant;

/** A state, and when it came by the master's clock. */
record Heard(Instant at, NodeState state) {
    /** Three heartbeats. */
    static final Duration OFFLINE_AFTER = Duration.ofSeconds(15);

    boolean isOffline(Instant now) {
        return at.plus(OFFLINE_AFTER).isBefore(now);
    }

    /**
     * Whether this may replace what was heard before. States are ordered by (boot, sequence). A node whose folder was
     * lost begins its boots at the clock's seconds, which is later too, unless its clock is behind; then it is believed
     * once the node of before is offline.
     */
    boolean follows(Heard before) {
        boolean later = state.boot() > before.state.boot()
                || (state.boot() == before.state.boot() && state.sequence() > before.state.sequence());
        return later || before.isOffline(at);
    }
}
