package dev.sluice.cli.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a process is started. Secrets go into the environment or into files, never into the command.
 *
 * @param inputs what else the process was made from, such as digests of its application and settings; a process
 *     left by an earlier supervisor is taken over only if command, environment and inputs are the same
 */
public record Launch(
        List<String> command, Map<String, String> environment, Path folder, Path log, List<String> inputs) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        inputs = List.copyOf(inputs);
    }

    /** SHA-256 over all that makes two launches the same. */
    public String fingerprint() {
        MessageDigest sha = sha256();
        command.forEach(word -> add(sha, word));
        new TreeMap<>(environment).forEach((name, value) -> add(sha, name + "=" + value));
        inputs.forEach(input -> add(sha, input));
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void add(MessageDigest sha, String text) {
        sha.update(text.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
