package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Records as a branch office makes them: few sites are asked for often and many seldom. The same for the same seed. */
final class Traffic {
    private static final List<String> AGENTS = IntStream.range(0, 40)
            .mapToObj(i -> "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
                    + (90 + i) + ".0.0.0 Safari/537.36")
            .toList();
    private static final List<String> TYPES =
            List.of("text/html", "application/json", "image/webp", "application/javascript", "text/css", "");
    private static final List<String> ERRORS = List.of("timeout", "connect", "dns", "client-abort");

    private final Random random;
    private final int sites;
    private final int users;

    Traffic(long seed, int sites, int users) {
        this.random = new Random(seed);
        this.sites = sites;
        this.users = users;
    }

    AccessRecord record(Instant time) {
        int site = skewed(sites);
        int user = skewed(users);
        boolean tunnel = random.nextInt(3) > 0;
        boolean blocked = random.nextInt(25) == 0;
        boolean failed = !blocked && random.nextInt(50) == 0;
        return new AccessRecord(
                time,
                Duration.ofNanos((long) Math.exp(13 + 3 * random.nextGaussian())),
                "10." + (user >> 16) + "." + (user >> 8 & 255) + "." + (user & 255),
                "user" + user,
                tunnel ? "CONNECT" : "GET",
                tunnel ? "tunnel" : "http",
                "www.site-" + site + ".example.com",
                tunnel ? 443 : 80,
                tunnel
                        ? ""
                        : "/assets/" + Integer.toHexString(random.nextInt()) + "/page-" + random.nextInt(1000)
                                + ".html",
                blocked ? 403 : failed ? 502 : 200,
                random.nextInt(4_000),
                (long) Math.exp(9 + 2 * random.nextGaussian()),
                tunnel ? "" : TYPES.get(random.nextInt(TYPES.size())),
                blocked ? "block" : "allow",
                "rule-" + site % 12,
                "Rule number " + site % 12,
                site % 3 == 0 ? "" : "category-" + site % 31,
                "RULE",
                1,
                17,
                tunnel ? "tunnel" : "none",
                blocked ? "" : "198.51.100." + (site & 255) + ":443",
                AGENTS.get(user % AGENTS.size()),
                failed ? ERRORS.get(random.nextInt(ERRORS.size())) : "",
                Long.toHexString(random.nextLong()));
    }

    /** Below the bound; the n-th is about as frequent as 1/n. */
    private int skewed(int bound) {
        return (int) Math.min(bound - 1, Math.exp(random.nextDouble() * Math.log(bound)) - 1);
    }
}
