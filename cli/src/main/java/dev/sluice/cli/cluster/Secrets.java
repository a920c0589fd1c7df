package dev.sluice.cli.cluster;

import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/** The generated passwords of a cluster. They leave this folder only through files and the environment of a part. */
public final class Secrets {
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 24;

    private final Path folder;
    private final Properties passwords = new Properties();
    private final SecureRandom random = new SecureRandom();

    private Secrets(Path folder) {
        this.folder = folder;
    }

    public static Secrets openOrCreate(Path folder) throws IOException {
        PrivateFiles.ownFolder(folder);
        Secrets secrets = new Secrets(folder);
        if (Files.exists(secrets.file())) {
            try (InputStream in = Files.newInputStream(secrets.file())) {
                secrets.passwords.load(in);
            }
        }
        return secrets;
    }

    /** The password of that name, made and kept the first time that it is asked for. */
    public synchronized String password(String name) throws IOException {
        String known = passwords.getProperty(name);
        if (known != null) {
            return known;
        }
        String made = generate();
        passwords.setProperty(name, made);
        StringWriter text = new StringWriter();
        passwords.store(text, "Generated. Whoever reads this file owns the cluster.");
        PrivateFiles.write(file(), text.toString());
        return made;
    }

    public Path folder() {
        return folder;
    }

    /** The administrator's first password: there from the making of the database until it was shown once. */
    public Path initialAdminPassword() {
        return folder.resolve("initial-admin-password");
    }

    public void makeInitialAdminPassword() throws IOException {
        if (!Files.exists(initialAdminPassword())) {
            PrivateFiles.write(initialAdminPassword(), generate() + "\n");
        }
    }

    /** Reads the first password and deletes its file. */
    public Optional<String> takeInitialAdminPassword() throws IOException {
        if (!Files.exists(initialAdminPassword())) {
            return Optional.empty();
        }
        String password =
                Files.readString(initialAdminPassword(), StandardCharsets.UTF_8).strip();
        Files.delete(initialAdminPassword());
        return Optional.of(password);
    }

    /** The API token of this command, and the file that the master makes it known from. */
    public Path commandLineToken() throws IOException {
        return token("cli-token");
    }

    /** The token that reads the master's metrics and nothing else, for Prometheus. */
    public Path metricsToken() throws IOException {
        return token("metrics-token");
    }

    private Path token(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            PrivateFiles.write(
                    file, "slc_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
        }
        return file;
    }

    private Path file() {
        return folder.resolve("passwords.properties");
    }

    private String generate() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
