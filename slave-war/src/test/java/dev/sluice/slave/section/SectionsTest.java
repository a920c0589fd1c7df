package dev.sluice.slave.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionsTest {
    @TempDir
    private Path folder;

    private final ListMaster master = new ListMaster();
    private Sections sections;

    @BeforeEach
    void open() throws IOException {
        sections = new Sections(folder, master);
    }

    private static PolicyMessage policy(Section... parts) {
        List<Category> categories = Stream.concat(
                        Arrays.stream(parts).map(part -> new Category(part.category(), List.of())),
                        Stream.of(new Category("short", List.of("short.example"))))
                .toList();
        return new PolicyMessage(
                new Revision(1, 1),
                "",
                new PolicyBundle(List.of(), categories, List.of(), new Action.Allow()),
                List.of(parts),
                Optional.empty());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(".txt", ""))
                    .toList();
        }
    }

    @Test
    void putsFetchedListsIntoThePolicyAndLeavesTheOthers() throws IOException {
        Section ads = master.add("ads", List.of("b.example", "a.example"));
        PolicyBundle whole = sections.whole(policy(ads), List.of());
        assertThat(whole.categories())
                .containsExactly(
                        new Category("ads", List.of("a.example", "b.example")),
                        new Category("short", List.of("short.example")));
        assertThat(sections.fetched()).isOne();
    }

    @Test
    void fetchesWhatIsNotHereOnly() throws IOException {
        PolicyMessage policy = policy(master.add("ads", List.of("a.example")));
        sections.whole(policy, List.of());
        sections.whole(policy, List.of());
        sections.save();
        assertThat(new Sections(folder, master).whole(policy, List.of())).isEqualTo(sections.kept(policy));
        assertThat(master.asked).hasSize(1);
    }

    @Test
    void asksForADeltaWhereItHasABaseOfThatCategory() throws IOException {
        Section before = master.add("ads", ListMaster.domains("a", 100));
        Section other = master.add("news", ListMaster.domains("n", 100));
        sections.whole(policy(before, other), List.of());
        sections.save();
        Section after = master.add("ads", ListMaster.domains("a", 101));
        PolicyBundle whole = sections.whole(policy(after), List.of(other, before));
        assertThat(whole.categories().get(0).domains()).hasSize(101).contains("a100.example");
        assertThat(master.asked).last().isEqualTo(after.digest() + "," + before.digest());
        assertThat(sections.deltas()).isOne();
    }

    @Test
    void asksForTheWholeListWhereADeltaDoesNotLeadToIt() throws IOException {
        Section before = master.add("ads", List.of("a.example"));
        sections.whole(policy(before), List.of());
        Section after = master.add("ads", List.of("a.example", "b.example"));
        for (String delta : List.of("+c.example\n", "-b.example\n", "rubbish", "")) {
            master.alter(answer -> answer.delta()
                    ? new SectionSource.Answer(delta.getBytes(StandardCharsets.US_ASCII), true)
                    : answer);
            assertThat(sections.whole(policy(after), List.of(before))
                            .categories()
                            .get(0)
                            .domains())
                    .containsExactly("a.example", "b.example");
            sections.drop(List.of(after), List.of());
        }
        assertThat(master.asked).hasSize(1 + 4 * 2);
    }

    @Test
    void believesNothingButTheDigest() throws IOException {
        PolicyMessage policy = policy(master.add("ads", List.of("a.example")));
        for (String content : List.of("", "b.example\n", "a.example", "a.example\nb.example\n", "\u0000")) {
            master.alter(
                    answer -> new SectionSource.Answer(content.getBytes(StandardCharsets.US_ASCII), answer.delta()));
            assertThatThrownBy(() -> sections.whole(policy, List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ads");
        }
        sections.save();
        assertThat(files()).isEmpty();
    }

    @Test
    void fetchesADamagedListAgain() throws IOException {
        Section ads = master.add("ads", List.of("a.example"));
        PolicyMessage policy = policy(ads);
        sections.whole(policy, List.of());
        sections.save();
        Files.writeString(folder.resolve(ads.digest() + ".txt"), "b.example\n");
        assertThatThrownBy(() -> sections.kept(policy)).isInstanceOf(IOException.class);
        assertThat(sections.whole(policy, List.of(ads)).categories().get(0).domains())
                .containsExactly("a.example");
        assertThat(master.asked).as("a damaged list is no base").last().isEqualTo(ads.digest());
        sections.save();
        assertThat(sections.kept(policy)).isNotNull();
    }

    @Test
    void takesNoListThatIsLongerThanTheNodeCanHold() {
        Section huge = new Section("ads", "0".repeat(64), Sections.MAX_BYTES + 1);
        assertThatThrownBy(() -> sections.whole(policy(huge), List.of())).hasMessageContaining("at most");
        assertThat(master.asked).isEmpty();
    }

    @Test
    void deletesWhatNoPolicyNeeds() throws IOException {
        Section ads = master.add("ads", List.of("a.example"));
        Section news = master.add("news", List.of("n.example"));
        sections.whole(policy(ads, news), List.of());
        sections.save();
        assertThat(files()).containsExactlyInAnyOrder(ads.digest(), news.digest());
        sections.retain(List.of(news));
        assertThat(files()).containsExactly(news.digest());
    }

    @Test
    void forgetsWhatWasFetchedForNothingSaveWhatIsNeeded() throws IOException {
        Section ads = master.add("ads", List.of("a.example"));
        Section news = master.add("news", List.of("n.example"));
        sections.whole(policy(ads, news), List.of());
        sections.drop(List.of(ads, news), List.of(news));
        sections.save();
        assertThat(files()).containsExactly(news.digest());
    }
}
