package dev.sluice.jms;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One value of each message with every field set, and the files that hold it as it goes over the wire. */
final class Samples {
    static final PolicyBundle BUNDLE = new PolicyBundle(
            List.of(
                    new Rule(
                            "no-ads",
                            "No ads at work",
                            true,
                            List.of(
                                    new Condition.ClientNetwork(List.of("10.0.0.0/8", "2001:db8::/32")),
                                    new Condition.Host(List.of(".example.com", "www.example.org")),
                                    new Condition.InCategory(List.of("ads")),
                                    new Condition.Method(List.of("GET", "CONNECT")),
                                    new Condition.InSchedule(List.of("work"))),
                            new Action.Block("Bitte nicht während der Arbeit: \"Werbung\" 😀")),
                    new Rule("rest", "", false, List.of(), new Action.Allow())),
            List.of(new Category("ads", List.of("ads.example", "banner.example"))),
            List.of(new Schedule(
                    "work", "Europe/Vienna", List.of(new Schedule.Window(List.of("MON", "TUE"), "08:00", "17:00")))),
            new Action.Allow());

    static final PolicyMessage POLICY = new PolicyMessage(new Revision(2, 17), "c0ffee", BUNDLE);

    static final NodeState STATE = new NodeState(
            "slave-1",
            3,
            42,
            Instant.parse("2026-01-31T12:00:00.123456Z"),
            "0.1.0",
            "127.0.0.1:8081",
            "http://127.0.0.1:9081",
            true,
            new Revision(1, 16),
            "beef",
            Optional.of(new NodeState.Rejection(
                    new Revision(2, 17), "rules[0].conditions[1].hosts[0]", "\"a b\" is not a host name.")),
            1_000_000,
            new NodeState.Records(1_000_000, 999_000, 900, 100, 123_456));

    static final AppliedMessage APPLIED = new AppliedMessage("slave-1", 3, Long.MAX_VALUE);

    static final AccessRecord RECORD = new AccessRecord(
            Instant.parse("2026-01-31T12:00:00.123456789Z"),
            Duration.ofNanos(1_234_567_890),
            "2001:db8::1",
            "müller",
            "GET",
            "http",
            "www.example.com",
            8080,
            "/π/😀",
            200,
            5_000_000_000L,
            6_000_000_000L,
            "text/html",
            "block",
            "no-ads",
            "No ads at work",
            "ads",
            "RULE",
            2,
            17,
            "none",
            "192.0.2.7:80",
            "curl/8.0",
            "client-abort",
            "01hxyz");

    static String text(String name) {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Samples() {}
}
