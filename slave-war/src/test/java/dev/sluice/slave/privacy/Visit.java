package dev.sluice.slave.privacy;

import dev.sluice.jms.AccessRecord;
import java.time.Duration;
import java.time.Instant;

/** Records of one person's exchange. */
public final class Visit {
    public static AccessRecord of(String client, String user, String path) {
        return new AccessRecord(
                Instant.EPOCH,
                Duration.ofMillis(7),
                client,
                user,
                "GET",
                "http",
                "www.example.com",
                80,
                path,
                200,
                1,
                2,
                "text/html",
                "allow",
                "r1",
                "Rule one",
                "news",
                "RULE",
                1,
                2,
                "none",
                "192.0.2.7:80",
                "curl/8.0",
                "",
                "01hxyz");
    }

    private Visit() {}
}
