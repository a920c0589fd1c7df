package dev.sluice.slave.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void replacesAFileAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("a");
        WholeFile.write(file, "longer than the next".getBytes(UTF_8));
        WholeFile.write(file, "next".getBytes(UTF_8));
        assertThat(file).hasContent("next");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void removesWhatACrashLeftAndKeepsTheRest() throws IOException {
        Files.writeString(folder.resolve("a.tmp"), "half");
        Files.writeString(folder.resolve("a"), "whole");
        WholeFile.openFolder(folder);
        assertThat(folder.resolve("a")).hasContent("whole");
        assertThat(folder.resolve("a.tmp")).doesNotExist();
    }

    @Test
    void makesTheFolder() throws IOException {
        assertThat(WholeFile.openFolder(folder.resolve("b/c"))).isDirectory();
    }

    @Test
    void aSealShowsEveryDamage() throws IOException {
        byte[] whole = SealedText.seal("sluice-test 1", "Größe=7\n");
        assertThat(SealedText.open("sluice-test 1", whole)).isEqualTo("Größe=7\n");
        assertThatThrownBy(() -> SealedText.open("sluice-test 2", whole)).isInstanceOf(IOException.class);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            assertThatThrownBy(() -> SealedText.open("sluice-test 1", damaged))
                    .as("bit flipped in byte %d", i)
                    .isInstanceOf(IOException.class);
            byte[] cut = Arrays.copyOf(whole, i);
            assertThatThrownBy(() -> SealedText.open("sluice-test 1", cut))
                    .as("cut at %d", i)
                    .isInstanceOf(IOException.class);
        }
    }
}
