package dev.sluice.cli.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The log of one part. Its writer holds the file open for appending, so it is cut by copying and truncating. */
public record LogFile(Path path) {
    static final long MAX_BYTES = 20_000_000;

    private static final int TAIL_BYTES = 256 * 1024;

    /** Moves the text to {@code NAME.1} when there is more than 20 MB of it. */
    public void rotate() throws IOException {
        rotate(MAX_BYTES);
    }

    void rotate(long maxBytes) throws IOException {
        if (Files.exists(path) && Files.size(path) > maxBytes) {
            Files.copy(path, Path.of(path + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    /** How much is in it; 0 if there is none. */
    public long size() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /** The last lines, as many as asked for and found in the last 256 KB. */
    public List<String> tail(int lines) throws IOException {
        List<String> all = new ArrayList<>(tailText(0).lines().toList());
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** The last line that is wanted, of those written since the log had that size and within the last 256 KB. */
    public Optional<String> last(Predicate<String> wanted, long since) throws IOException {
        long from = since > size() ? 0 : since;
        return tailText(from).lines().filter(wanted).reduce((first, second) -> second);
    }

    private String tailText(long from) throws IOException {
        if (!Files.exists(path)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long start = Math.max(from, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            int read = Math.max(0, file.read(bytes));
            return new String(bytes, 0, read, StandardCharsets.UTF_8);
        }
    }
}
