package dev.sluice.slave.section;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.SectionFile;
import dev.sluice.slave.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Long lists on disk, each under its digest; whatever else a file holds is as good as nothing. Not thread-safe. */
final class SectionFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SectionFolder.class);
    private static final String SUFFIX = ".txt";

    private final Path folder;

    /** Opens the folder, and makes it where there is none. */
    SectionFolder(Path folder) throws IOException {
        this.folder = WholeFile.openFolder(folder);
    }

    /** Empty also for one that is damaged, which is said. */
    Optional<SectionFile> find(String digest) {
        Path file = file(digest);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SectionFile found = SectionFile.read(Files.readAllBytes(file));
            if (found.digest().equals(digest)) {
                return Optional.of(found);
            }
            LOG.warn("The list {} is damaged and passed over.", file);
        } catch (IOException | MalformedMessageException e) {
            LOG.warn("The list {} is damaged and passed over: {}", file, e.getMessage());
        }
        return Optional.empty();
    }

    /** It would survive a power failure when this returns. */
    void save(SectionFile section) throws IOException {
        WholeFile.write(file(section.digest()), section.bytes());
    }

    /** Deletes all lists but these. */
    void retain(Set<String> digests) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX) && !digests.contains(name.substring(0, name.length() - SUFFIX.length()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("Lists that no policy needs could not be deleted from {}: {}", folder, e.toString());
        }
    }

    private Path file(String digest) {
        return folder.resolve(digest + SUFFIX);
    }
}
