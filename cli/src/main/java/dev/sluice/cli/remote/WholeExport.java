package dev.sluice.cli.remote;

import dev.sluice.cli.cluster.Problem;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Passes an export on and knows from its last line whether it is whole. Not thread-safe. */
final class WholeExport extends FilterOutputStream {
    private static final byte[] INCOMPLETE = "#incomplete\n".getBytes(StandardCharsets.UTF_8);

    /** The last bytes, oldest first; zeros before the first. */
    private final byte[] end = new byte[INCOMPLETE.length];

    WholeExport(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        int kept = Math.max(0, end.length - length);
        System.arraycopy(end, end.length - kept, end, 0, kept);
        System.arraycopy(bytes, from + length - (end.length - kept), end, kept, end.length - kept);
    }

    void check() {
        if (Arrays.equals(end, INCOMPLETE)) {
            throw new Problem(
                    "The master broke the export off, because its database did not answer in time. What came is not complete.",
                    "Name a shorter time with --from and --to; see also ./sluice status and ./sluice logs master.");
        }
    }
}
