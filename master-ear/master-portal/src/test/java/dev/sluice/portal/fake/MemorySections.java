package dev.sluice.portal.fake;

import dev.sluice.master.policy.Sections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The lists that a test puts in, by digest, and by digest and base for the way from another list. */
public final class MemorySections extends Sections {
    public final Map<String, String> lists = new HashMap<>();

    @Override
    public Optional<Found> find(String digest, String base) {
        String delta = lists.get(digest + " " + base);
        return delta == null
                ? Optional.ofNullable(lists.get(digest)).map(list -> new Found(gzip(list), false))
                : Optional.of(new Found(gzip(delta), true));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
