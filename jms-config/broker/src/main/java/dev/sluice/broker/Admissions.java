package dev.sluice.broker;

import dev.sluice.identity.Holder;
import dev.sluice.identity.PrivateFiles;
import dev.sluice.jms.AdmissionMessage;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;

/**
 * Who may work on this broker: every master, and the slaves of the list that the master sent last. The list is kept in a
 * file, for the time until the master sends it again after a restart. Thread-safe.
 */
final class Admissions {
    private static final System.Logger LOG = System.getLogger(Admissions.class.getName());
    private static final String FILE = "admission.json";
    private static final AdmissionMessage NOBODY = new AdmissionMessage(0, Map.of());

    private final Path file;
    private volatile AdmissionMessage current;

    private Admissions(Path file, AdmissionMessage current) {
        this.file = file;
        this.current = current;
    }

    /** Goes on with the list in the folder. Without one, or with a damaged one, no slave is admitted. */
    static Admissions in(Path folder) {
        var file = folder.resolve(FILE);
        return new Admissions(file, read(file));
    }

    private static AdmissionMessage read(Path file) {
        try {
            return Files.exists(file) ? MessageCodec.readAdmission(Files.readString(file)) : NOBODY;
        } catch (IOException | MalformedMessageException e) {
            LOG.log(System.Logger.Level.WARNING, "No slave is admitted until the master says who: " + file, e);
            return NOBODY;
        }
    }

    boolean admits(Holder holder) {
        return switch (holder.role()) {
            case MASTER -> true;
            case SLAVE ->
                current.serials().getOrDefault(holder.name(), List.of()).contains(holder.serial());
            case PORTAL, BROKER, SIGNER -> false;
        };
    }

    long epoch() {
        return current.epoch();
    }

    /**
     * Puts the list into force, then on the disk.
     *
     * @throws ActiveMQIllegalStateException when a master with a higher epoch sent one; nothing has changed
     * @throws IOException when the list is in force, but may be forgotten at the next start
     */
    synchronized void take(AdmissionMessage list) throws ActiveMQIllegalStateException, IOException {
        if (list.epoch() < current.epoch()) {
            throw new ActiveMQIllegalStateException(list.tooLate(current.epoch()));
        }
        if (list.equals(current) && Files.exists(file)) {
            return;
        }
        current = list;
        PrivateFiles.write(file, MessageCodec.write(list).getBytes(StandardCharsets.UTF_8));
    }
}
