package dev.sluice.slave.agent;

import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.alarm.Matter;
import dev.sluice.slave.disk.SealedText;
import dev.sluice.slave.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the master told this node of its place in the cluster, and what a restart must not make it forget: the highest
 * lease of a master it has seen, and its group. Safe for any thread.
 */
public final class KeptMembership {
    private static final Logger LOG = LoggerFactory.getLogger(KeptMembership.class);
    private static final String KIND = "sluice-membership 1";
    private static final Pattern TEXT = Pattern.compile("epoch=(\\d{1,18})\ngroup=([^\n]*)\n");

    private final Path file;
    private final Alarms alarms;
    private volatile long epoch;
    private volatile String group = "";
    private boolean saved = true;

    /** Reads the file, if there is one. A damaged one is as good as none: the master says all of it again. */
    public KeptMembership(Path file, Alarms alarms) {
        this.file = file;
        this.alarms = alarms;
        if (Files.exists(file)) {
            read();
        }
    }

    private void read() {
        try {
            Matcher text = TEXT.matcher(SealedText.open(KIND, Files.readAllBytes(file)));
            if (!text.matches()) {
                throw new IOException("it does not say epoch and group");
            }
            epoch = Long.parseLong(text.group(1));
            group = text.group(2);
        } catch (IOException e) {
            LOG.warn("The file {} is damaged and passed over: {}", file, e.getMessage());
        }
    }

    /** The highest lease of a master that was seen, 0 for none. */
    public long epoch() {
        return epoch;
    }

    /** The node group that this node is in, empty for none. */
    public String group() {
        return group;
    }

    /** A master that holds the lease spoke, or a policy of its time came. */
    public synchronized void see(long newEpoch) {
        if (newEpoch > epoch) {
            epoch = newEpoch;
            save();
        }
    }

    /** Returns whether that is another group than before. */
    synchronized boolean join(String newGroup) {
        String oneLine = newGroup.replace('\n', ' ');
        boolean other = !group.equals(oneLine);
        if (other) {
            LOG.info("This node is in {} now.", oneLine.isEmpty() ? "no node group" : "the node group " + oneLine);
            group = oneLine;
            save();
        }
        return other;
    }

    /** Tries again to write what the disk did not take. */
    public synchronized void saveUnsaved() {
        if (!saved) {
            save();
        }
    }

    private void save() {
        try {
            WholeFile.write(file, SealedText.seal(KIND, "epoch=" + epoch + "\ngroup=" + group + "\n"));
            saved = true;
            alarms.clear(Matter.MEMBERSHIP);
        } catch (IOException e) {
            saved = false;
            alarms.raise(Matter.MEMBERSHIP, "The file " + file + " cannot be written; free some space: " + e);
        }
    }
}
