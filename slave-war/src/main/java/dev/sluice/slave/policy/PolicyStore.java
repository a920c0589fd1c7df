package dev.sluice.slave.policy;

import dev.sluice.identity.PrivateFiles;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.disk.SealedText;
import dev.sluice.slave.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last three policies on disk, one file each: a line with the SHA-256 of the rest, then the policy message. A file
 * appears whole or not at all (written aside, synced, renamed, the folder synced). Not thread-safe.
 */
public final class PolicyStore {
    static final int KEPT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(PolicyStore.class);
    private static final Pattern NAME = Pattern.compile("policy-(\\d{1,18})-(\\d{1,18})\\.json");
    private static final String KIND = "sluice-policy 1";

    private final Path folder;
    private final NavigableMap<Revision, List<Section>> sections = new TreeMap<>();

    /** Opens the folder, and makes it where there is none; nobody else can read it, as a policy may come with a key. */
    public PolicyStore(Path folder) throws IOException {
        PrivateFiles.ownFolder(folder);
        this.folder = WholeFile.openFolder(folder);
    }

    /** Keeps the message and forgets all but the three newest. It would survive a power failure when this returns. */
    void save(PolicyMessage message) throws IOException {
        Path target = folder.resolve("policy-%d-%d.json"
                .formatted(message.revision().epoch(), message.revision().number()));
        WholeFile.write(target, SealedText.seal(KIND, MessageCodec.write(message)));
        sections.put(message.revision(), message.sections());
        List<Path> files = files();
        for (Path old : files.subList(Math.min(KEPT, files.size()), files.size())) {
            Files.deleteIfExists(old);
            revision(old).ifPresent(sections::remove);
        }
    }

    /** The long lists of the policies that were read or written here, the newest policy's first. */
    List<Section> sections() {
        return sections.descendingMap().values().stream().flatMap(List::stream).toList();
    }

    /** What can be read back, newest first. A damaged file is passed over with a warning. */
    List<PolicyMessage> newestFirst() {
        List<PolicyMessage> messages = new ArrayList<>();
        for (Path file : files()) {
            read(file).ifPresent(message -> {
                messages.add(message);
                sections.put(message.revision(), message.sections());
            });
        }
        return messages;
    }

    private Optional<PolicyMessage> read(Path file) {
        try {
            return Optional.of(MessageCodec.readPolicy(SealedText.open(KIND, Files.readAllBytes(file))));
        } catch (IOException | MalformedMessageException e) {
            LOG.warn("The policy file {} is damaged and passed over: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> revision(file).isPresent())
                    .sorted(Comparator.comparing((Path file) -> revision(file).orElse(Revision.NONE))
                            .reversed())
                    .toList();
        } catch (IOException e) {
            LOG.warn("The policy folder {} cannot be listed: {}", folder, e.toString());
            return List.of();
        }
    }

    private static Optional<Revision> revision(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                ? Optional.of(new Revision(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                : Optional.empty();
    }
}
