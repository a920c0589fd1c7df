package dev.sluice.slave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.model.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyStoreTest {
    @TempDir
    private Path folder;

    private PolicyStore store;

    @BeforeEach
    void open() throws IOException {
        store = new PolicyStore(folder);
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(store.newestFirst()).isEmpty();
    }

    @Test
    void readsBackWhatItWroteNewestFirst() throws IOException {
        PolicyMessage first = Policies.blocking(1, 9, "a.example");
        PolicyMessage second = Policies.blocking(1, 10, "b.example");
        store.save(first);
        store.save(second);
        assertThat(new PolicyStore(folder).newestFirst()).containsExactly(second, first);
    }

    @Test
    void keepsTheThreeNewestByEpochThenNumber() throws IOException {
        for (PolicyMessage message : List.of(
                Policies.blocking(1, 1, "a.example"),
                Policies.blocking(1, 2, "a.example"),
                Policies.blocking(1, 30, "a.example"),
                Policies.blocking(2, 4, "a.example"))) {
            store.save(message);
        }
        assertThat(store.newestFirst())
                .extracting(PolicyMessage::revision)
                .containsExactly(new Revision(2, 4), new Revision(1, 30), new Revision(1, 2));
        assertThat(files()).hasSize(3);
    }

    @Test
    void passesOverADamagedFileWhereverItIsDamaged() throws IOException {
        PolicyMessage before = Policies.blocking(1, 1, "a.example");
        store.save(before);
        store.save(Policies.blocking(1, 2, "b.example"));
        Path newest = folder.resolve("policy-1-2.json");
        byte[] whole = Files.readAllBytes(newest);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(newest, damaged);
            assertThat(store.newestFirst()).as("bit flipped in byte %d", i).containsExactly(before);
        }
        for (int length = 0; length < whole.length; length++) {
            Files.write(newest, Arrays.copyOf(whole, length));
            assertThat(store.newestFirst()).as("cut at %d", length).containsExactly(before);
        }
    }

    @Test
    void removesWhatACrashLeftHalfWritten() throws IOException {
        Files.writeString(folder.resolve("policy-1-3.json.tmp"), "sluice-pol");
        assertThat(new PolicyStore(folder).newestFirst()).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesOtherFilesAlone() throws IOException {
        Files.writeString(folder.resolve("README"), "mine");
        store.save(Policies.blocking(1, 1, "a.example"));
        assertThat(files()).hasSize(2);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
