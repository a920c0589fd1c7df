package dev.sluice.cli.part;

import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An archive of the distribution that is laid out in a folder, once for each edition of it. */
record Archive(Path file) {
    private static final int TAIL = 64 * 1024;

    /** Fills a folder from the archive. */
    interface Layout {
        void fill(ZipFile zip, Path folder) throws IOException;
    }

    /** Makes the folder anew unless it was made from this very archive. */
    void unpack(Path folder, Layout layout) throws IOException {
        Path marker = folder.resolve("archive");
        String edition = edition();
        if (Files.exists(marker)
                && Files.readString(marker, StandardCharsets.UTF_8).equals(edition)) {
            return;
        }
        Path fresh = Folders.fresh(folder);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            layout.fill(zip, fresh);
        }
        PrivateFiles.write(fresh.resolve("archive"), edition);
        Folders.delete(folder);
        Files.move(fresh, folder);
    }

    /** Extracts one entry to the target; makes the folders above it. */
    static void extract(ZipFile zip, ZipEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(Folders.parent(target));
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target);
        }
    }

    /** Tells one archive from another by its length and its table of contents, without reading all of it. */
    String edition() throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL, in.length())];
            in.seek(in.length() - tail.length);
            in.readFully(tail);
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return in.length() + " " + HexFormat.of().formatHex(sha.digest(tail));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
