package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.master.live.Changes;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.master.security.Accounts;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/** Beside the master's beans, in a web module of the same application: JPA, transactions and CDI as they really are. */
@ArquillianTest
@SuppressWarnings("NullAway.Init") // the container injects
class MasterInsideIT {
    private static final String ME = "inside";

    @Deployment
    static EnterpriseArchive master() {
        return MasterArchive.with(MasterInsideIT.class);
    }

    @Inject
    private Policies policies;

    @Inject
    private Accounts accounts;

    @Inject
    private Changes changes;

    @Test
    void hasRevisionOneFromTheFirstBoot() {
        PublishedPolicy first = policies.revision(1).orElseThrow();

        assertThat(first.revision()).isEqualTo(new Revision(1, 1));
        assertThat(first.bundle().rules()).extracting(Rule::id).containsExactly("local-networks");
        assertThat(first.bundle().defaultAction()).isInstanceOf(Action.Block.class);
    }

    @Test
    void savesADraftWithoutPublishingIt() throws Exception {
        PublishedPolicy head = policies.head();
        Draft before = policies.draft();

        Draft saved = policies.save(before.version(), blocking("saved.example"), ME);

        assertThat(saved.version()).isGreaterThan(before.version());
        assertThat(policies.draft()).isEqualTo(saved);
        assertThat(saved.changed()).isTrue();
        assertThat(saved.savedBy()).isEqualTo(ME);
        assertThat(policies.head()).isEqualTo(head);
    }

    @Test
    void refusesAStaleDraftAndKeepsTheNewerOne() throws Exception {
        long version = policies.draft().version();
        Draft newer = policies.save(version, blocking("newer.example"), ME);

        assertThatExceptionOfType(StaleDraftException.class)
                .isThrownBy(() -> policies.save(version, blocking("stale.example"), ME));
        assertThatExceptionOfType(StaleDraftException.class).isThrownBy(() -> policies.publish(version, "stale", ME));
        assertThat(policies.draft()).isEqualTo(newer);
    }

    @Test
    void refusesADraftThatDoesNotCompileWithAllThatIsWrong() {
        Draft before = policies.draft();
        PolicyBundle wrong = allowAllBut(
                new Condition.ClientNetwork(List.of("10.0.0.0/99")), new Condition.InCategory(List.of("nowhere")));

        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> policies.save(before.version(), wrong, ME))
                .satisfies(refused -> assertThat(refused.violations())
                        .extracting(Violation::path)
                        .contains("rules[0].conditions[0].networks[0]", "rules[0].conditions[1].categories[0]"));
        assertThat(policies.draft()).isEqualTo(before);
    }

    @Test
    void numbersRevisionsWithoutGapsAndAnnouncesThem() throws Exception {
        List<Changes.Topic> announced = new CopyOnWriteArrayList<>();
        long number = policies.head().revision().number();
        try (Changes.Subscription subscription = changes.subscribe(announced::add)) {
            assertThat(subscription).isNotNull();
            policies.publish(saved("first.example").version(), "first", ME);
            policies.publish(saved("second.example").version(), "second", ME);
        }

        assertThat(policies.history(2))
                .extracting(policy -> policy.revision().number(), PublishedPolicy::comment)
                .containsExactly(tuple(number + 2, "second"), tuple(number + 1, "first"));
        assertThat(policies.draft().changed()).isFalse();
        assertThat(announced).contains(Changes.Topic.POLICY);
    }

    @Test
    void knowsTheAdministratorByTheInitialPassword() throws Exception {
        String password = Files.readString(Path.of(System.getenv("SLUICE_ADMIN_INITIAL_PASSWORD_FILE")))
                .strip();

        assertThat(accounts.authenticate("admin", password)).isTrue();
        assertThat(accounts.authenticate("admin", password + "x")).isFalse();
        assertThat(accounts.authenticate("nobody", password)).isFalse();
    }

    @Test
    void knowsATokenBySecretOnly() {
        String secret = accounts.createToken("admin", "a test");

        assertThat(accounts.token(secret).map(Accounts.Token::account)).contains("admin");
        assertThat(accounts.token(secret + "x")).isEmpty();
    }

    private Draft saved(String host) throws Exception {
        return policies.save(policies.draft().version(), blocking(host), ME);
    }

    private static PolicyBundle blocking(String host) {
        return allowAllBut(new Condition.Host(List.of(host)));
    }

    private static PolicyBundle allowAllBut(Condition... conditions) {
        Rule rule = new Rule("no-entry", "No entry", true, List.of(conditions), new Action.Block(""));
        return new PolicyBundle(List.of(rule), List.of(), List.of(), new Action.Allow());
    }
}
