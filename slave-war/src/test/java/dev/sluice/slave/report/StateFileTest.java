package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.RecordClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    private Path folder;

    private final SpoolState older = state(100, drops(3), Map.of(6L, 40L, 7L, 60L));
    private final SpoolState newer = state(110, drops(4), Map.of(7L, 70L));

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

    @Test
    void readsWhatAnOlderBuildWrote() throws IOException {
        ByteBuffer place = ByteBuffer.allocate(StateFile.PLACE);
        place.putLong(0x534C5543_53544131L).putLong(9).putLong(7).putLong(100).putLong(3);
        place.putInt(1).putLong(7).putLong(60);
        CRC32C crc = new CRC32C();
        crc.update(place.slice(0, StateFile.PLACE - 4));
        place.putInt(StateFile.PLACE - 4, (int) crc.getValue());
        Files.write(file(), place.array());
        Drop all = new Drop(RecordClass.UNKNOWN, Cause.FULL, 3, 0);
        assertThat(read())
                .contains(new SpoolState(7, 100, List.of(all), new TreeMap<>(Map.of(7L, 60L)), new TreeMap<>()));
    }

    private static SpoolState state(long freed, List<Drop> drops, Map<Long, Long> boots) {
        TreeMap<Long, Long> ends = new TreeMap<>(boots);
        ends.replaceAll((boot, applied) -> applied + boot);
        return new SpoolState(7, freed, drops, new TreeMap<>(boots), ends);
    }

    /** All there can be, with room for the boots. */
    private static List<Drop> drops(long total) {
        return Arrays.stream(RecordClass.values())
                .flatMap(of -> Arrays.stream(Cause.values()).map(cause -> new Drop(of, cause, total, total - 1)))
                .toList();
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
