package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    private Path folder;

    private final SpoolState older = new SpoolState(7, 100, 3, new TreeMap<>(Map.of(6L, 40L, 7L, 60L)));
    private final SpoolState newer = new SpoolState(7, 110, 4, new TreeMap<>(Map.of(7L, 70L)));

    @Test
    void anEmptyFileSaysNothing() throws IOException {
        assertThat(read()).isEmpty();
    }

    @Test
    void readsBackWhatWasWrittenLast() throws IOException {
        write(older);
        write(newer);
        assertThat(read()).contains(newer);
        write(older);
        assertThat(read()).contains(older);
    }

    @Test
    void aTornWriteLeavesTheOneBefore() throws IOException {
        write(older);
        byte[] before = Files.readAllBytes(file());
        write(newer);
        byte[] after = Files.readAllBytes(file());
        for (int torn = 0; torn < after.length; torn += 5) {
            byte[] mixed = before.clone();
            System.arraycopy(after, 0, mixed, 0, torn);
            Files.write(file(), mixed);
            Optional<SpoolState> read = read();
            assertThat(read).as("torn at %d", torn).isPresent();
            assertThat(read.orElseThrow()).as("torn at %d", torn).isIn(older, newer);
        }
    }

    @Test
    void damageInBothPlacesSaysNothing() throws IOException {
        write(older);
        write(newer);
        byte[] bytes = Files.readAllBytes(file());
        bytes[100] ^= 1;
        bytes[StateFile.PLACE + 100] ^= 1;
        Files.write(file(), bytes);
        assertThat(read()).isEmpty();
    }

    @Test
    void neverGrowsSoThatAFullDiskDoesNotHinderIt() throws IOException {
        write(older);
        assertThat(Files.size(file())).isEqualTo(2L * StateFile.PLACE);
        write(newer);
        assertThat(Files.size(file())).isEqualTo(2L * StateFile.PLACE);
    }

    private Path file() {
        return folder.resolve("state");
    }

    private void write(SpoolState state) throws IOException {
        try (StateFile file = new StateFile(file())) {
            file.write(state);
        }
    }

    private Optional<SpoolState> read() throws IOException {
        try (StateFile file = new StateFile(file())) {
            return file.state();
        }
    }
}
