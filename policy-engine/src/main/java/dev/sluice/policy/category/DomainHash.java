package dev.sluice.policy.category;

/**
 * A 64-bit hash of domains that is computed from right to left, so that one pass over a host hashes each of its
 * suffixes: {@link #step} takes the next character to the left and {@link #finish} gives the hash of what was taken so
 * far. The salt changes the whole function, so that hosts which collide cannot be made up without knowing it.
 */
public final class DomainHash {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long start;
    private final long multiplier;

    public DomainHash(long salt) {
        start = mix(salt + GOLDEN);
        multiplier = mix(salt + 2 * GOLDEN) | 1;
    }

    public long start() {
        return start;
    }

    public long step(long state, char c) {
        long next = (state ^ c) * multiplier;
        return next ^ (next >>> 32);
    }

    public long finish(long state) {
        return mix(state);
    }

    /** The hash of a whole domain. */
    public long of(String domain) {
        long state = start;
        for (int i = domain.length() - 1; i >= 0; i--) {
            state = step(state, domain.charAt(i));
        }
        return finish(state);
    }

    /** The finaliser of MurmurHash3: every input bit changes every output bit with even odds. */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }
}
