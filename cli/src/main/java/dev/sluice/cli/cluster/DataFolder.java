package dev.sluice.cli.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The one folder in which a cluster keeps everything: paths, and the checks before it is used. */
public record DataFolder(Path root) {
    /** Raised when the layout of the folder changes so that an older or newer command cannot use it. */
    static final int LAYOUT = 1;

    static final long NEEDED_BYTES = 1_500_000_000L;

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    public Path state() {
        return root.resolve("supervisor.json");
    }

    public Path lock() {
        return root.resolve("supervisor.lock");
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path broker() {
        return root.resolve("broker");
    }

    public Path payara() {
        return root.resolve("payara");
    }

    public Path payaraMicro() {
        return root.resolve("payara-micro");
    }

    /** Archives of loaded classes, for faster starts. */
    public Path classes() {
        return root.resolve("classes");
    }

    /** Where scheduled reports are written that nobody gets by mail. */
    public Path reports() {
        return root.resolve("reports");
    }

    /** Settings of the master that a person adds. */
    public Path masterSettings() {
        return root.resolve("master.properties");
    }

    public Path domains() {
        return root.resolve("domains");
    }

    public Path node(String name) {
        return root.resolve(name);
    }

    public Path balancer() {
        return root.resolve("balancer");
    }

    /** Makes the folder if need be and refuses one that cannot hold a cluster of this version. */
    public void prepare() {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw new Problem(
                    "The data folder " + root + " cannot be written: " + e.getMessage(),
                    "Give yourself the right to write there, or choose another with --data DIR.",
                    e);
        }
        checkLayout();
        checkSpace();
    }

    private void checkLayout() {
        Path file = root.resolve("layout");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, LAYOUT + " " + Version.current() + "\n", StandardCharsets.UTF_8);
            }
            String[] found =
                    Files.readString(file, StandardCharsets.UTF_8).strip().split(" ", 2);
            if (!found[0].equals(String.valueOf(LAYOUT))) {
                throw new Problem(
                        "The data folder " + root + " was made by another version of Sluice ("
                                + (found.length > 1 ? found[1] : "unknown") + "); this is " + Version.current() + ".",
                        "Use that version, or choose another folder with --data DIR.");
            }
        } catch (IOException e) {
            throw new Problem(
                    "The data folder " + root + " cannot be used: " + e.getMessage(),
                    "Give yourself the right to read and write there, or choose another with --data DIR.",
                    e);
        }
    }

    private void checkSpace() {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < NEEDED_BYTES) {
                throw new Problem(
                        "The disk of " + root + " has " + free / 1_000_000 + " MB free; Sluice needs "
                                + NEEDED_BYTES / 1_000_000 + " MB.",
                        "Free some space, or choose a folder on another disk with --data DIR.");
            }
        } catch (IOException e) {
            throw new Problem("The free space of " + root + " cannot be read: " + e.getMessage(), "Check the disk.", e);
        }
    }
}
