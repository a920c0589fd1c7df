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
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Payara Server, unpacked from its archive into a folder. */
record Payara(Path archive, Path folder) {
    private static final int TAIL = 64 * 1024;

    /** Parts of the archive that a master never uses: half of its files. */
    private static final List<String> UNUSED =
            List.of("payara6/mq/examples/", "payara6/mq/javadoc/", "payara6/h2db/src/", "payara6/h2db/docs/");

    Path home() {
        return folder.resolve("payara6/glassfish");
    }

    Path adminClient() {
        return home().resolve("lib/client/appserver-cli.jar");
    }

    Path domainTemplate() {
        return home().resolve("domains/domain1");
    }

    /** Unpacks the archive unless this very archive is unpacked already. */
    void unpack() throws IOException {
        Path marker = folder.resolve("archive");
        String edition = edition();
        if (Files.exists(marker)
                && Files.readString(marker, StandardCharsets.UTF_8).equals(edition)) {
            return;
        }
        Path fresh = Folders.fresh(folder);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                extract(zip, entries.nextElement(), fresh);
            }
        }
        PrivateFiles.write(fresh.resolve("archive"), edition);
        Folders.delete(folder);
        Files.move(fresh, folder);
    }

    private static void extract(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        if (UNUSED.stream().anyMatch(entry.getName()::startsWith)) {
            return;
        }
        Path target = Folders.inside(folder, entry.getName());
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
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return file.length() + " " + HexFormat.of().formatHex(sha.digest(tail));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
