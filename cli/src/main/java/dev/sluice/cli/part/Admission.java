package dev.sluice.cli.part;

import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.cluster.Version;
import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentProgress;
import dev.sluice.enrollment.EnrollmentRefusedException;
import dev.sluice.identity.TrustStore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has a slave of this machine's own cluster join it while it boots: the master is asked in a thread of its own until it
 * answers, and the slave finds its key store as soon as it is there.
 */
final class Admission implements EnrollmentProgress {
    private static final System.Logger LOG = System.getLogger(Admission.class.getName());
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final Seat seat;
    private final X509Certificate authority;
    private final ActivationKey key;
    private final String password;
    private @Nullable Thread thread;
    private volatile Optional<Problem> refusal = Optional.empty();

    /** @param authority whom the slave trusts from the start */
    Admission(Seat seat, X509Certificate authority, ActivationKey key, String password) {
        this.seat = seat;
        this.authority = authority;
        this.key = key;
        this.password = password;
    }

    /** The id of the activation key that it joins with. */
    String keyId() {
        return key.id();
    }

    /** Begins to ask, unless the slave is a member or this asks already. */
    synchronized void begin() throws IOException {
        if (!Files.exists(seat.files().trustStore())) {
            TrustStore.write(seat.files().trustStore(), password.toCharArray(), authority);
        }
        if (!seat.files().isMember() && (thread == null || !thread.isAlive())) {
            refusal = Optional.empty();
            Thread asking = new Thread(this::ask, "admit-" + seat.name());
            asking.setDaemon(true);
            asking.start();
            thread = asking;
        }
    }

    /** @throws Problem when the master has said no */
    void check() {
        refusal.ifPresent(problem -> {
            throw problem;
        });
    }

    private void ask() {
        try {
            seat.files().join(seat.master(), key, seat.name(), Version.current(), password, PATIENCE, this);
            LOG.log(Level.INFO, "{0} has joined the cluster", seat.name());
        } catch (EnrollmentRefusedException e) {
            refuse("The master does not admit " + seat.name() + " (" + e.reason() + "): " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            refuse(seat.name() + " cannot join: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(String what, Exception cause) {
        refusal = Optional.of(new Problem(what, "Mend that, then run ./sluice down and ./sluice up.", cause));
    }

    @Override
    public void masterIsAway(String why) {
        LOG.log(Level.DEBUG, "{0} waits for the master: {1}", seat.name(), why);
    }

    @Override
    public void waitsForApproval(String id) {
        LOG.log(Level.INFO, "{0} waits for an approval of its request {1}", seat.name(), id);
    }

    @Override
    public void mustWait(Duration time) {
        LOG.log(Level.INFO, "{0} asks again in {1} s", seat.name(), time.toSeconds());
    }
}
