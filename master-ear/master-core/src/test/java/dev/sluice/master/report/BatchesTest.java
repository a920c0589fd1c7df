package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.RecordBatch;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NEXT_DAY = NOON.plusSeconds(86_400);

    private final RecordBatch one = batch(0, NOON, NEXT_DAY);
    private final RecordBatch other = batch(2, NOON.minusSeconds(5));
    private final Batches batches = Batches.of(one, other);

    private static RecordBatch batch(long first, Instant... times) {
        List<AccessRecord> records = Stream.of(times).map(Samples::record).toList();
        return Samples.batch("n1", 1, first, records);
    }

    @Test
    void knowsDaysEarliestAndBytesOfAll() {
        assertThat(batches.days()).containsExactlyInAnyOrder(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 2));
        assertThat(batches.earliest()).isEqualTo(NOON.minusSeconds(5));
        assertThat(batches.bytes())
                .isEqualTo(one.frames().remaining() + other.frames().remaining());
        assertThat(new Batches().earliest()).isEqualTo(Instant.MAX);
    }

    @Test
    void readsForTheSumsOfAllNothingAgain() {
        assertThat(batches.sums(batches.frames())).isSameAs(batches.sums(batches.frames()));
    }

    @Test
    void sumsUpAnewWhereSomeAreLeftOut() {
        Frames rest = batches.frames().get(0).from(1);
        assertThat(batches.sums(List.of(rest, batches.frames().get(1)))).isNotSameAs(batches.sums(batches.frames()));
        assertThat(batches.sums(List.of(batches.frames().get(1)))).isNotSameAs(batches.sums(batches.frames()));
    }

    /** What was read of it may be in the sums. */
    @Test
    @SuppressWarnings("NullAway") // no batch is known on which reading fails
    void sumsUpAnewAfterOneThatCouldNotBeReadToItsEnd() {
        RecordBatch broken = new RecordBatch(null, 1, 3, 1, one.frames());
        assertThatThrownBy(() -> batches.add(broken)).isInstanceOf(NullPointerException.class);
        assertThat(batches.sums(batches.frames())).isNotSameAs(batches.sums(batches.frames()));
    }
}
