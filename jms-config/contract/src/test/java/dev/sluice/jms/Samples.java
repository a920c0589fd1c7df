package dev.sluice.jms;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    static final PolicySignature SIGNATURE = new PolicySignature("MIIB", "c2lnbmVk");

    static final PolicyMessage POLICY = new PolicyMessage(new Revision(2, 17), "c0ffee", BUNDLE).signed(SIGNATURE);

    static final PolicyMessage POLICY_IN_SECTIONS = new PolicyMessage(
            new Revision(2, 17),
            "c0ffee",
            new PolicyBundle(List.of(), List.of(new Category("ads", List.of())), List.of(), new Action.Allow()),
            List.of(new PolicyMessage.Section("ads", "0123456789abcdef".repeat(4), 5_000_000_000L)),
            Optional.of(SIGNATURE));

    static final PolicyMessage POLICY_FOR_A_GROUP = new PolicyMessage(
            new Revision(2, 17),
            "c0ffee",
            new PolicyBundle(
                    List.of(new Rule(
                            "branch-only",
                            "",
                            true,
                            List.of(new Condition.InNodeGroup(List.of("branch", "shop"))),
                            new Action.Allow())),
                    List.of(),
                    List.of(),
                    new Action.Block("")));

    static final PolicyMessage POLICY_WITH_PRIVACY = new PolicyMessage(
                    new Revision(2, 17),
                    "c0ffee",
                    new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow())
                            .withPrivacy(new Privacy(Map.of(
                                    Field.CLIENT,
                                    Treatment.NETWORK,
                                    Field.USER,
                                    Treatment.HASH,
                                    Field.QUERY,
                                    Treatment.KEEP,
                                    Field.USER_AGENT,
                                    Treatment.DROP))))
            .with(new PrivacyKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)))
            .signed(SIGNATURE);
    static final PolicyMessage POLICY_WITH_AUDIT = new PolicyMessage(
            new Revision(2, 18),
            "c0ffee",
            new PolicyBundle(
                    List.of(new Rule("payroll", "", true, List.of(), new Action.Allow(), true)),
                    List.of(),
                    List.of(),
                    new Action.Block("")));

    static final PolicyMessage POLICY_WITH_USERS = new PolicyMessage(
            new Revision(2, 19),
            "c0ffee",
            new PolicyBundle(
                            List.of(
                                    new Rule(
                                            "staff",
                                            "",
                                            true,
                                            List.of(
                                                    new Condition.IsUser(List.of("ann")),
                                                    new Condition.InUserGroup(List.of("staff"))),
                                            new Action.Allow()),
                                    new Rule("who", "", true, List.of(), new Action.Authenticate())),
                            List.of(),
                            List.of(),
                            new Action.Block(""))
                    .withUsers(
                            List.of(
                                    new User(
                                            "ann",
                                            List.of("staff"),
                                            "pbkdf2-sha256:10000:MDEyMzQ1Njc4OWFiY2RlZg==:0YdT6cDcX5qiDagy0ie+FrM2RN8V8MC0buKrDrj+aAU="))));

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
            new NodeState.Records(1_000_000, 999_000, 900, 100, 123_456),
            new NodeState.Membership(
                    new Protocol(1, 2), "k7f3", "branch", 2, Optional.of(Instant.parse("2026-04-30T12:00:00Z"))),
            new Revision(2, 17),
            NodeState.Service.DRAINING,
            new NodeState.Traffic(12, 3, 4_000, 50, 6_000_000_000L, 995_000),
            Optional.of(new NodeState.ClockReading(Duration.ofMillis(-1_500), Duration.ofNanos(2_345_678))),
            "The disk is full.");

    /** The same as a node of protocol 1 told it, which said less. */
    static final NodeState STATE_1 = new NodeState(
            STATE.node(),
            STATE.boot(),
            STATE.sequence(),
            STATE.sentAt(),
            STATE.version(),
            STATE.proxyAddress(),
            STATE.adminUrl(),
            STATE.ready(),
            STATE.active(),
            STATE.hash(),
            STATE.rejected(),
            STATE.exchanges(),
            STATE.records(),
            NodeState.Membership.UNSAID,
            STATE.active(),
            NodeState.Service.SERVING,
            NodeState.Traffic.NONE,
            Optional.empty(),
            "");

    static final HeadMessage HEAD = new HeadMessage(
            "slave-1",
            2,
            new Revision(2, 17),
            "c0ffee",
            "branch",
            3,
            42,
            Instant.parse("2026-01-31T12:00:00.123456Z"),
            Instant.parse("2026-01-31T12:00:01.5Z"),
            Instant.parse("2026-01-31T12:00:01.501Z"));

    static final CommandMessage COMMAND =
            new CommandMessage("slave-1", 2, CommandMessage.Deed.DRAIN, Duration.ofSeconds(30));

    static final CertificateRequestMessage CERTIFICATE_REQUEST =
            new CertificateRequestMessage("slave-1", "-----BEGIN CERTIFICATE REQUEST-----\n");

    static final CertificateMessage CERTIFICATE = new CertificateMessage("slave-1", 2, "-----BEGIN CERTIFICATE-----\n");

    static final AdmissionMessage ADMISSION =
            new AdmissionMessage(2, Map.of("slave-1", List.of("4f", "a0"), "slave-2", List.of()));

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
