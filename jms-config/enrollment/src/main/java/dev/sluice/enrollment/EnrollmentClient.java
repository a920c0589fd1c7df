package dev.sluice.enrollment;

import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.identity.Pkcs10;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.Protocol;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The node's side of an enrollment: asks, waits for the approval, and takes the answer. Not thread-safe, and interrupted
 * like a sleep.
 */
public final class EnrollmentClient {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration FLOOD_WAIT = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final ActivationKey key;
    private final Clock clock;
    private final MasterRest master;
    private final Duration retry;

    /**
     * @param master {@code https://host:port} of the portal
     * @param clock what the request says the time is
     * @throws IllegalArgumentException for another form of address
     */
    public EnrollmentClient(URI master, ActivationKey key, Clock clock) {
        this(master, key, clock, CALL_TIMEOUT, RETRY);
    }

    EnrollmentClient(URI master, ActivationKey key, Clock clock, Duration callTimeout, Duration retry) {
        this.key = key;
        this.clock = clock;
        this.retry = retry;
        this.master = new MasterRest(master, key.fingerprint(), callTimeout);
    }

    /**
     * Enrols and returns when the node is approved. A master that is away, or that restarts in between, is waited for.
     *
     * @param node the id to ask for
     * @param request for the key that the certificate shall be for
     * @param version the product version of this node
     * @param patience how long to try, the wait for an approval included
     * @return whose chain ends at the authority that the key names
     * @throws EnrollmentRefusedException when the master says no
     * @throws IOException when the server is not the key's master or does not speak the protocol, at once; or when the
     *     patience ends, with what it waited for last
     */
    public Approved enrol(String node, Pkcs10 request, String version, Duration patience, EnrollmentProgress progress)
            throws EnrollmentRefusedException, IOException, InterruptedException {
        return new Talk(node, request, version, System.nanoTime() + patience.toNanos(), progress).run();
    }

    /** One enrollment from the first request to the end. */
    private final class Talk {
        private final String node;
        private final Pkcs10 request;
        private final String version;
        private final long deadline;
        private final EnrollmentProgress progress;
        private @Nullable String pendingId;
        private String waitsFor = "";

        Talk(String node, Pkcs10 request, String version, long deadline, EnrollmentProgress progress) {
            this.node = node;
            this.request = request;
            this.version = version;
            this.deadline = deadline;
            this.progress = progress;
        }

        Approved run() throws EnrollmentRefusedException, IOException, InterruptedException {
            while (true) {
                var approved = step();
                if (approved.isPresent()) {
                    return approved.get();
                }
            }
        }

        /** Empty when there is to be another, and the time for it has come. */
        private Optional<Approved> step() throws EnrollmentRefusedException, IOException, InterruptedException {
            MasterRest.Answer answer;
            try {
                answer = call();
            } catch (IOException e) {
                failIfUntrusted(e);
                return away(reason(e));
            }
            return take(answer);
        }

        private MasterRest.Answer call() throws IOException, InterruptedException {
            if (pendingId != null) {
                return master.poll(pendingId);
            }
            return master.ask(EnrollmentRequest.of(key, node, request, version, Protocol.CURRENT, clock.instant()));
        }

        private Optional<Approved> take(MasterRest.Answer answer)
                throws EnrollmentRefusedException, IOException, InterruptedException {
            if (answer.status() == NOT_FOUND && pendingId != null) {
                // The master has forgotten the request, as one that was restored from a backup has.
                pendingId = null;
                return away("it does not know the request any more");
            }
            if (answer.status() == NOT_FOUND || answer.status() >= SERVER_ERROR) {
                return away("it answers with status " + answer.status());
            }
            if (answer.status() == Refusal.Reason.FLOOD.status()) {
                return flooded(answer.retryAfter().orElse(FLOOD_WAIT));
            }
            return understand(answer);
        }

        private Optional<Approved> understand(MasterRest.Answer answer)
                throws EnrollmentRefusedException, IOException, InterruptedException {
            try {
                if (answer.status() >= 300) {
                    throw EnrollmentCodec.readRefusal(answer.body());
                }
                var read = EnrollmentCodec.readAnswer(answer.body());
                if (read instanceof Approved approved) {
                    return Optional.of(checked(approved));
                }
                return pending((Pending) read);
            } catch (MalformedMessageException e) {
                throw new IOException(
                        "the server answers with status %d and something that is no answer to an enrollment: %s"
                                .formatted(answer.status(), e.getMessage()),
                        e);
            }
        }

        private Approved checked(Approved approved) throws IOException {
            if (!approved.chain().authorityFingerprint().equals(key.fingerprint())) {
                throw new IOException("the certificate is of another authority than the one that the key names");
            }
            return approved;
        }

        private Optional<Approved> pending(Pending pending) throws IOException, InterruptedException {
            pendingId = pending.id();
            if (waitsFor("an administrator has not approved the request " + pending.id())) {
                progress.waitsForApproval(pending.id());
            }
            return pause(pending.pollAfter());
        }

        private Optional<Approved> flooded(Duration time) throws IOException, InterruptedException {
            if (waitsFor("the master takes no more requests from this address")) {
                progress.mustWait(time);
            }
            return pause(time);
        }

        private Optional<Approved> away(String why) throws IOException, InterruptedException {
            if (waitsFor("the master cannot be reached: " + why)) {
                progress.masterIsAway(why);
            }
            return pause(retry);
        }

        /** True when it waited for something else before. */
        private boolean waitsFor(String what) {
            var isNew = !what.equals(waitsFor);
            waitsFor = what;
            return isNew;
        }

        private Optional<Approved> pause(Duration wish) throws IOException, InterruptedException {
            var left = deadline - System.nanoTime();
            if (left <= wish.toNanos()) {
                throw new IOException("gave up: " + waitsFor);
            }
            Thread.sleep(wish.toMillis());
            return Optional.empty();
        }
    }

    private static void failIfUntrusted(IOException problem) throws IOException {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                throw new IOException("the server is not to be trusted: " + cause.getMessage(), problem);
            }
        }
    }

    /** The innermost message, which says the most about a connection that failed. */
    private static String reason(IOException problem) {
        var reason = problem.toString();
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            reason = Objects.requireNonNullElse(cause.getMessage(), reason);
        }
        return reason;
    }
}
