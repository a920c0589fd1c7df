package dev.sluice.slave.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.RecordBatch;
import dev.sluice.slave.alarm.Alarms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** Records that are told apart by their request id, and folders as a crash leaves them. */
final class Samples {
    static final ThreadFactory THREADS = task -> {
        Thread thread = new Thread(task, "spool-test");
        thread.setDaemon(true);
        return thread;
    };
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC);

    static AccessRecord record(String id) {
        return record(id, "allow", "");
    }

    static AccessRecord record(String id, String action, String error) {
        return new AccessRecord(
                Instant.ofEpochSecond(1_700_000_000),
                Duration.ofMillis(12),
                "192.0.2.7",
                "",
                "GET",
                "http",
                "www.example.com",
                80,
                "/" + "x".repeat(id.length() * 7 % 40),
                200,
                0,
                1234,
                "text/html",
                action,
                "r1",
                "Rule one",
                "",
                "RULE",
                1,
                2,
                "none",
                "198.51.100.1",
                "test",
                error,
                id);
    }

    static List<String> ids(RecordBatch batch) throws MalformedMessageException {
        return AccessRecordCodec.readAll(batch).stream()
                .map(AccessRecord::requestId)
                .toList();
    }

    static SpoolLimits limits(long maxBytes, long segmentBytes) {
        return new SpoolLimits(
                maxBytes, segmentBytes, 100_000, Duration.ofMillis(5), Duration.ofDays(30), Duration.ofMillis(5));
    }

    static RecordSpool open(Path folder, SpoolLimits limits) throws IOException {
        return open(folder, limits, new Alarms(Clock.systemUTC()));
    }

    static RecordSpool open(Path folder, SpoolLimits limits, Alarms alarms) throws IOException {
        return open(folder, limits, alarms, CLOCK);
    }

    static RecordSpool open(Path folder, SpoolLimits limits, Alarms alarms, Clock clock) throws IOException {
        return RecordSpool.open(folder, "slave-1", limits, alarms, clock, THREADS);
    }

    /** What kill -9 would leave: the files as they are now. */
    static Path copy(Path folder, Path target) throws IOException {
        Files.createDirectories(target);
        Path openings = folder.resolve("openings");
        Files.copy(openings, target.resolve("openings")); // first: what is settled in them is in the segments
        for (Path file : files(folder)) {
            if (!file.equals(openings)) {
                copyIfThere(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    /** A segment may go meanwhile; then the state, which is copied after all of them, says that it was applied. */
    private static void copyIfThere(Path file, Path target) throws IOException {
        try {
            Files.copy(file, target);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(target);
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static List<Path> segments(Path folder) throws IOException {
        return files(folder).stream().filter(f -> f.toString().endsWith(".seg")).toList();
    }

    static int frameLength(AccessRecord record) {
        ByteBuffer buffer = ByteBuffer.allocate(AccessRecordCodec.MAX_FRAME);
        AccessRecordCodec.write(record, buffer);
        return buffer.position();
    }

    /** The first bytes of its frame. */
    static byte[] frame(AccessRecord record, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(AccessRecordCodec.MAX_FRAME);
        AccessRecordCodec.write(record, buffer);
        return Arrays.copyOf(buffer.array(), length);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private Samples() {}
}
