package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.ClockReading;
import dev.sluice.master.config.MasterConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What is odd in the state of a node that works. */
record Warnings(MasterConfig.Joining limits, String version) {
    Set<Warning> of(NodeState state, Instant now) {
        Set<Warning> warnings = EnumSet.noneOf(Warning.class);
        if (isOff(state.clock())) {
            warnings.add(Warning.CLOCK);
        }
        if (!state.version().equals(version)) {
            warnings.add(Warning.VERSION);
        }
        if (isRunningOut(state.membership().certificateEnds(), now)) {
            warnings.add(Warning.CERTIFICATE);
        }
        if (!state.error().isEmpty()) {
            warnings.add(Warning.ERROR);
        }
        return warnings;
    }

    private boolean isOff(Optional<ClockReading> clock) {
        return clock.map(reading -> reading.offset().abs())
                .filter(offset -> offset.compareTo(limits.clockLimit()) > 0)
                .isPresent();
    }

    /** A node renews its certificate when a third of its life is left. */
    private boolean isRunningOut(Optional<Instant> end, Instant now) {
        Duration late = limits.certificateLife().dividedBy(10);
        return end.filter(ends -> ends.minus(late).isBefore(now)).isPresent();
    }
}
