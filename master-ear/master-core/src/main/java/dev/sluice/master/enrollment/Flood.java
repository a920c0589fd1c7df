package dev.sluice.master.enrollment;

import dev.sluice.policy.match.IpAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets each address ask so many times at once, and then so many times a second (a token bucket). An IPv6 address stands
 * for its /64. Remembers a bounded number of addresses. Safe for any thread.
 */
final class Flood {
    private static final int MOST_ADDRESSES = 10_000;

    private final Clock clock;
    private final double burst;
    private final double perSecond;
    private final Map<IpAddress, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** @param tokens as of that time */
    private record Bucket(double tokens, Instant at) {}

    Flood(Clock clock, double burst, double perSecond) {
        this.clock = clock;
        this.burst = burst;
        this.perSecond = perSecond;
    }

    /** Zero when it may ask now, which counts; else how long until it may. */
    synchronized Duration waitFor(IpAddress address) {
        Instant now = clock.instant();
        IpAddress source = source(address);
        Bucket bucket = buckets.get(source);
        double tokens = bucket == null ? burst : filled(bucket, now);
        boolean admitted = tokens >= 1;
        buckets.put(source, new Bucket(admitted ? tokens - 1 : tokens, now));
        if (buckets.size() > MOST_ADDRESSES) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return admitted ? Duration.ZERO : Duration.ofMillis((long) Math.ceil((1 - tokens) / perSecond * 1_000));
    }

    /** Takes back that it asked: this question is one that nobody needs protection from. */
    synchronized void forgive(IpAddress address) {
        buckets.computeIfPresent(
                source(address), (from, bucket) -> new Bucket(Math.min(burst, bucket.tokens() + 1), bucket.at()));
    }

    private static IpAddress source(IpAddress address) {
        return address.v4() ? address : new IpAddress(false, address.high(), 0);
    }

    private double filled(Bucket bucket, Instant now) {
        double seconds = Math.max(0, Duration.between(bucket.at(), now).toMillis() / 1e3);
        return Math.min(burst, bucket.tokens() + seconds * perSecond);
    }
}
