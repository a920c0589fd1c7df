package dev.sluice.master.audit;

import java.util.Optional;

/**
 * What became of a verification.
 *
 * @param seal the last event up to which all holds
 * @param broken the first number at which the chain does not hold; empty when all does
 * @param why what is wrong there, empty for nothing
 */
public record Verdict(Seal seal, Optional<Long> broken, String why) {
    static Verdict good(Seal seal) {
        return new Verdict(seal, Optional.empty(), "");
    }

    static Verdict broken(Seal good, long number, String why) {
        return new Verdict(good, Optional.of(number), why);
    }

    public boolean holds() {
        return broken.isEmpty();
    }
}
