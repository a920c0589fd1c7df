package dev.sluice.slave.filter;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Unique request ids: a random prefix of this start of the proxy and a counter. Safe for any thread. */
public final class RequestIds {
    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    public RequestIds() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        prefix = HexFormat.of().formatHex(random) + "-";
    }

    public String next() {
        return prefix + Long.toString(last.incrementAndGet(), 36);
    }
}
