package dev.sluice.slave.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.model.Revision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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
    private static final String PREFIX = "sluice-policy 1 sha256=";

    private final Path folder;

    /** Opens the folder, and makes it where there is none. */
    public PolicyStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.filter(PolicyStore::isLeftOver).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Keeps the message and forgets all but the three newest. It would survive a power failure when this returns. */
    void save(PolicyMessage message) throws IOException {
        Path target = folder.resolve("policy-%d-%d.json"
                .formatted(message.revision().epoch(), message.revision().number()));
        Path aside = folder.resolve(target.getFileName() + ".tmp");
        write(aside, encode(message));
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        List<Path> files = files();
        for (Path old : files.subList(Math.min(KEPT, files.size()), files.size())) {
            Files.deleteIfExists(old);
        }
    }

    /** What can be read back, newest first. A damaged file is passed over with a warning. */
    List<PolicyMessage> newestFirst() {
        List<PolicyMessage> messages = new ArrayList<>();
        for (Path file : files()) {
            read(file).ifPresent(messages::add);
        }
        return messages;
    }

    private Optional<PolicyMessage> read(Path file) {
        try {
            return Optional.of(decode(Files.readAllBytes(file)));
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

    private static boolean isLeftOver(Path file) {
        return file.toString().endsWith(".json.tmp");
    }

    private static byte[] encode(PolicyMessage message) {
        String json = MessageCodec.write(message);
        return (PREFIX + sha256(json) + "\n" + json).getBytes(UTF_8);
    }

    private static PolicyMessage decode(byte[] content) throws MalformedMessageException {
        String text = new String(content, UTF_8);
        int lineEnd = text.indexOf('\n');
        if (lineEnd < 0 || !text.startsWith(PREFIX)) {
            throw new MalformedMessageException("its first line is not a policy's");
        }
        String json = text.substring(lineEnd + 1);
        if (!text.substring(PREFIX.length(), lineEnd).equals(sha256(json))) {
            throw new MalformedMessageException("its checksum does not fit its content");
        }
        return MessageCodec.readPolicy(json);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
