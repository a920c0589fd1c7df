package dev.sluice.master.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.jms.SectionFile;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Sections.Found;
import dev.sluice.policy.model.Category;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SectionsTest {
    private static final String UNKNOWN = "0".repeat(64);

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Policies policies = new Policies(database.jpa(), lease, new Changes(), Clock.systemUTC());
    private final Sections sections = new Sections(database.jpa());

    @BeforeEach
    void start() {
        policies.start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private PublishedPolicy publish(Category... categories) throws Exception {
        Draft draft = policies.save(policies.draft().version(), Lists.blocking(categories), "ann");
        return policies.publish(draft.version(), "", "ann");
    }

    @Test
    void keepsTheLongListsOfARevisionAsFiles() throws Exception {
        PublishedPolicy published = publish(Lists.category("ads", 2_000), Lists.category("few", 3));
        Section section = published.sections().get(0);
        assertThat(published.sections()).hasSize(1);
        assertThat(section.category()).isEqualTo("ads");

        Found found = sections.find(section.digest(), "").orElseThrow();
        SectionFile file = SectionFile.read(new Gzip(found.gzip()).plain());
        assertThat(found.delta()).isFalse();
        assertThat(file.digest()).isEqualTo(section.digest());
        assertThat(file.length()).isEqualTo((int) section.bytes());
        assertThat(file.domains()).isEqualTo(Lists.category("ads", 2_000).domains());
    }

    @Test
    void tellsARestartedMasterWhichFilesARevisionNeeds() throws Exception {
        PublishedPolicy published = publish(Lists.category("ads", 2_000), Lists.category("worse", 3_000));
        Policies restarted = new Policies(database.jpa(), lease, new Changes(), Clock.systemUTC());
        assertThat(restarted.head()).isEqualTo(published);
        assertThat(restarted.history(2).get(0)).isEqualTo(published);
        assertThat(restarted.publish(policies.draft().version(), "", "ann"))
                .usingRecursiveComparison()
                .ignoringFields("revision", "publishedAt")
                .isEqualTo(published);
    }

    @Test
    void keepsAFileOnceHoweverManyRevisionsNeedIt() throws Exception {
        publish(Lists.category("ads", 2_000));
        publish(Lists.category("ads", 2_000), Lists.category("few", 3));
        publish(
                Lists.category("ads", 2_000),
                new Category("copy", Lists.category("ads", 2_000).domains()));
        assertThat(database.number("SELECT count(*) FROM policy_section")).isEqualTo(1);
        assertThat(database.number("SELECT count(*) FROM policy_revision_section"))
                .isEqualTo(4);
    }

    @Test
    void knowsNoFileThatWasNotPublished() throws Exception {
        policies.save(policies.draft().version(), Lists.blocking(Lists.category("ads", 2_000)), "ann");
        assertThat(sections.find(
                        SectionFile.of(Lists.category("ads", 2_000).domains()).digest(), ""))
                .isEmpty();
        assertThat(sections.find(UNKNOWN, UNKNOWN)).isEmpty();
    }

    @Test
    void givesTheWayFromAFileThatTheNodeHas() throws Exception {
        String base = digest(publish(Lists.category("ads", 2_000)));
        List<String> domains = new ArrayList<>(Lists.category("ads", 2_000).domains());
        domains.set(5, "zzz.example");
        String next = digest(publish(new Category("ads", domains)));

        for (int time = 0; time < 2; time++) {
            Found found = sections.find(next, base).orElseThrow();
            assertThat(found.delta()).isTrue();
            assertThat(new String(new Gzip(found.gzip()).plain(), StandardCharsets.US_ASCII))
                    .isEqualTo("-ads-0000005.example\n+zzz.example\n");
        }
    }

    @Test
    void givesTheWholeWhereTheWayIsNotShorterOrNotKnown() throws Exception {
        String base = digest(publish(Lists.category("ads", 2_000)));
        String next = digest(publish(Lists.category("quite-another", 2_000)));
        for (int time = 0; time < 2; time++) {
            assertThat(sections.find(next, base).orElseThrow().delta()).isFalse();
            assertThat(sections.find(next, UNKNOWN).orElseThrow().delta()).isFalse();
        }
    }

    @Test
    void forgetsWhatNoneOfTheLastTenRevisionsNeeds() throws Exception {
        String first = digest(publish(Lists.category("ads", 2_000)));
        String second = digest(publish(Lists.category("ads", 2_001)));
        for (int i = 0; i < Policies.KEPT_WITH_FILES - 2; i++) {
            policies.publish(policies.draft().version(), "", "ann");
        }
        assertThat(policies.forgetSections(1)).isZero();
        policies.publish(policies.draft().version(), "", "ann");
        assertThat(policies.forgetSections(2)).as("still to be sent").isZero();
        assertThat(policies.forgetSections(1)).isEqualTo(1);
        assertThat(sections.find(first, "")).isEmpty();
        assertThat(sections.find(second, "")).isPresent();
        assertThat(policies.forgetSections(1)).isZero();
    }

    @Test
    void goesBackToARevisionWhoseFilesAreForgotten() throws Exception {
        PublishedPolicy first = publish(Lists.category("ads", 2_000));
        publish(Lists.category("few", 3));
        database.execute("DELETE FROM policy_section");
        PublishedPolicy back = policies.rollBack(first.revision().number(), "too many", "bob", Alongside.NOTHING)
                .orElseThrow();
        assertThat(back.revision().number()).isEqualTo(4);
        assertThat(back.hash()).isEqualTo(first.hash());
        assertThat(back.bundle()).isEqualTo(first.bundle());
        assertThat(back.comment()).isEqualTo("too many");
        assertThat(sections.find(digest(back), "")).isPresent();
        assertThat(policies.draft().bundle()).isEqualTo(Lists.blocking(Lists.category("few", 3)));
        assertThat(policies.rollBack(99, "", "bob", Alongside.NOTHING)).isEmpty();
    }

    private static String digest(PublishedPolicy published) {
        return published.sections().get(0).digest();
    }
}
