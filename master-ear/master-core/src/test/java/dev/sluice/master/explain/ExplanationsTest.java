package dev.sluice.master.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.explain.RecordExplanation.Finding;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.report.StoredRecord;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExplanationsTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Rule ADS = rule("ads", new Condition.Host(List.of(".ads.example")));
    private static final Rule SHOP = rule("shop", new Condition.InNodeGroup(List.of("shop")));

    private final Stored policies = new Stored();
    private final Explanations explanations = new Explanations(policies);

    /** Revisions that a test puts in; the newest has nothing to say. */
    private static final class Stored extends Policies {
        private final Map<Long, PublishedPolicy> revisions = new TreeMap<>();
        private int read;

        Stored() {
            put(9);
        }

        void put(long number, Rule... rules) {
            PolicyBundle bundle = new PolicyBundle(List.of(rules), List.of(), List.of(), new Action.Allow());
            revisions.put(number, new PublishedPolicy(new Revision(1, number), "", bundle, NOON, "ann", ""));
        }

        @Override
        public PublishedPolicy head() {
            return Objects.requireNonNull(revisions.get(9L));
        }

        @Override
        public Optional<PublishedPolicy> revision(long number) {
            read++;
            return Optional.ofNullable(revisions.get(number));
        }
    }

    @Test
    void asksTheRevisionThatDecided() {
        policies.put(5, ADS);
        policies.put(6);

        assertThat(finding(record("x.ads.example", "block", "ads", "RULE", 5))).isEqualTo(Finding.SAME);
        assertThat(finding(record("x.ads.example", "allow", "", "DEFAULT", 6))).isEqualTo(Finding.SAME);
        assertThat(finding(record("x.ads.example", "allow", "", "DEFAULT", 5))).isEqualTo(Finding.OTHER);
        assertThat(finding(record("x.ads.example", "allow", "ads", "RULE", 5)))
                .as("another action")
                .isEqualTo(Finding.OTHER);
    }

    @Test
    void saysWhatTheRecordLeavesOpen() {
        policies.put(5, SHOP, ADS);

        assertThat(finding(record("x.ads.example", "block", "ads", "RULE", 5))).isEqualTo(Finding.OPEN);
        assertThat(finding(record("x.ads.example", "block", "shop", "RULE", 5))).isEqualTo(Finding.OPEN);
        assertThat(finding(record("elsewhere", "allow", "", "DEFAULT", 5))).isEqualTo(Finding.OPEN);
        assertThat(finding(record("elsewhere", "block", "ads", "RULE", 5))).isEqualTo(Finding.OTHER);
    }

    @Test
    void saysWhenThereIsNothingToAsk() {
        assertThat(finding(record("a", "block", "", "NO_POLICY", 0))).isEqualTo(Finding.NO_POLICY);
        assertThat(finding(record("a", "block", "", "", 0))).isEqualTo(Finding.NOT_DECIDED);
        assertThat(finding(record("a", "allow", "", "DEFAULT", 4))).isEqualTo(Finding.NO_REVISION);
        policies.revisions.put(
                4L,
                new PublishedPolicy(
                        new Revision(2, 4),
                        "",
                        new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow()),
                        NOON,
                        "ann",
                        ""));
        assertThat(finding(record("a", "allow", "", "DEFAULT", 4)))
                .as("the number was used again in another epoch")
                .isEqualTo(Finding.NO_REVISION);
    }

    @Test
    void readsAnOldRevisionOnceAndTheNewestNever() {
        policies.put(5, ADS);

        for (int i = 0; i < 3; i++) {
            finding(record("x.ads.example", "block", "ads", "RULE", 5));
            finding(record("x.ads.example", "allow", "", "DEFAULT", 9));
        }

        assertThat(policies.read).isEqualTo(1);
    }

    private Finding finding(StoredRecord record) {
        return explanations.of(record).finding();
    }

    private static Rule rule(String id, Condition condition) {
        return new Rule(id, id, true, List.of(condition), new Action.Block(""));
    }

    private static StoredRecord record(String host, String action, String rule, String reason, long revision) {
        AccessRecord record = new AccessRecord(
                NOON,
                Duration.ZERO,
                "10.0.0.7",
                "",
                "GET",
                "http",
                host,
                80,
                "/",
                200,
                0,
                0,
                "",
                action,
                rule,
                rule,
                "",
                reason,
                1,
                revision,
                "none",
                "",
                "",
                "",
                "r-1");
        return new StoredRecord("slave-1", 1, 1, record);
    }
}
