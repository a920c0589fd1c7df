package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectionFileTest {
    @Test
    void holdsEachDomainOnceInOrder() {
        SectionFile file = SectionFile.of(List.of("b.test", "a.test", "a-b.test", "b.test", "-.test"));
        assertThat(text(file)).isEqualTo("-.test\na-b.test\na.test\nb.test\n");
        assertThat(file.domains()).containsExactly("-.test", "a-b.test", "a.test", "b.test");
        assertThat(file.length()).isEqualTo(30);
        assertThat(file.digest()).isEqualTo("b585194ad5e2884d4e27bc89286cfb46e23420cf6380d6740c3be83709e18507");
    }

    @Test
    void mayBeEmpty() throws Exception {
        assertThat(SectionFile.of(List.of()).length()).isZero();
        assertThat(SectionFile.read(new byte[0]).domains()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "\u00fc.test", "a\u007f"})
    void refusesWhatIsNotNormalised(String domain) {
        assertThatThrownBy(() -> SectionFile.of(List.of("a.test", domain)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a\nb", "\n", "a\n\nb\n", "b\na\n", "a\na\n", "a b\n", "\u00fc\n", "a\r\n"})
    void readsNothingElseThanItWrites(String text) {
        assertThatThrownBy(() -> SectionFile.read(bytes(text))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void saysWhatIsGoneAndWhatIsNew() {
        SectionFile base = SectionFile.of(List.of("a.test", "b.test", "d.test"));
        SectionFile next = SectionFile.of(List.of("b.test", "c.test", "d.test", "e.test"));
        assertThat(new String(next.deltaFrom(base), StandardCharsets.US_ASCII))
                .isEqualTo("-a.test\n+c.test\n+e.test\n");
        assertThat(base.deltaFrom(base)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.test\n",
                "+a.test\n",
                "-c.test\n",
                "-b.test\n-a.test\n",
                "+c.test",
                "+\n",
                "*c.test\n",
                "+c.test\n+c.test\n"
            })
    void refusesADeltaThatDoesNotFit(String delta) {
        SectionFile base = SectionFile.of(List.of("a.test", "b.test"));
        assertThatThrownBy(() -> base.with(bytes(delta))).isInstanceOf(MalformedMessageException.class);
    }

    /** The seed is fixed. */
    @Test
    void aChainOfDeltasLeadsToTheSnapshot() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            TreeSet<String> domains = new TreeSet<>();
            SectionFile followed = SectionFile.of(domains);
            SectionFile first = followed;
            SectionFile snapshot = followed;
            for (int step = 0; step < 8; step++) {
                change(domains, random);
                SectionFile before = snapshot;
                snapshot = SectionFile.of(shuffled(domains, random));
                followed = followed.with(snapshot.deltaFrom(before));
            }
            assertThat(followed.bytes()).isEqualTo(snapshot.bytes());
            assertThat(followed.digest()).isEqualTo(snapshot.digest());
            assertThat(followed.domains()).containsExactlyElementsOf(domains);
            assertThat(first.with(snapshot.deltaFrom(first)).bytes()).isEqualTo(snapshot.bytes());
            assertThat(snapshot.with(first.deltaFrom(snapshot)).bytes()).isEqualTo(first.bytes());
            assertThat(SectionFile.read(snapshot.bytes()).bytes()).isEqualTo(snapshot.bytes());
        }
    }

    private static void change(TreeSet<String> domains, Random random) {
        domains.removeIf(domain -> random.nextInt(4) == 0);
        IntStream.range(0, random.nextInt(12))
                .mapToObj(
                        i -> "abc-".charAt(random.nextInt(4)) + "x".repeat(random.nextInt(3)) + "." + random.nextInt(6))
                .forEach(domains::add);
    }

    private static List<String> shuffled(TreeSet<String> domains, Random random) {
        List<String> list = new ArrayList<>(domains);
        list.addAll(domains);
        Collections.shuffle(list, random);
        return list;
    }

    private static String text(SectionFile file) {
        return new String(file.bytes(), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
