package dev.sluice.cli.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Payara Server, unpacked from its archive into a folder. */
record Payara(Path archive, Path folder) {
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
        new Archive(archive).unpack(folder, Payara::extractUsed);
    }

    private static void extractUsed(ZipFile zip, Path folder) throws IOException {
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (UNUSED.stream().noneMatch(entry.getName()::startsWith)) {
                Archive.extract(zip, entry, Folders.inside(folder, entry.getName()));
            }
        }
    }

    String edition() throws IOException {
        return new Archive(archive).edition();
    }
}
