package dev.sluice.slave.filter;

import dev.sluice.jms.AccessRecord;
import dev.sluice.policy.Decision;
import dev.sluice.policy.ExchangeFacts;
import dev.sluice.policy.Phase;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Revision;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, or one tunnel: what is known of it so far. The threads that carry it hand it on one to
 * the next; what several may write at the same time is atomic.
 */
public final class Exchange {
    private static final String NODE_STOPPED = "node-stopped";

    private final String requestId;
    private final Instant time;
    private final long startNanos = System.nanoTime();
    private final InetAddress client;
    private final String method;
    private final String userAgent;
    private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private Target target = Target.NONE;
    private String user = "";
    private @Nullable Decision decision;
    private Revision revision = Revision.NONE;
    private boolean synthetic;
    private volatile boolean tunnelOpen;
    private volatile long answerNanos;
    private volatile String mimeType = "";
    private volatile String upstream = "";

    /**
     * Begins an exchange.
     *
     * @param requestId unique on this node for all times
     * @param time when the request was read
     * @param client the client's address, as the balancer or the socket tells it
     */
    public Exchange(String requestId, Instant time, InetAddress client, String method, String userAgent) {
        this.requestId = requestId;
        this.time = time;
        this.client = client;
        this.method = method;
        this.userAgent = userAgent;
    }

    public String requestId() {
        return requestId;
    }

    public Instant time() {
        return time;
    }

    public String method() {
        return method;
    }

    public Target target() {
        return target;
    }

    public void aim(Target newTarget) {
        target = newTarget;
    }

    /** Marks a request that the gateway made itself to warm up: it leaves no record. */
    public void markSynthetic() {
        synthetic = true;
    }

    public boolean isSynthetic() {
        return synthetic;
    }

    /** @param name of the policy's user that the client has proved to be, empty for none */
    void identified(String name) {
        user = name;
    }

    /** The policy's user that the client has proved to be, empty for none. */
    public String user() {
        return user;
    }

    Phase phase() {
        return target.isTunnel() ? Phase.CONNECT : Phase.REQUEST;
    }

    ExchangeFacts facts() {
        String scheme = target.isTunnel() ? "" : target.scheme();
        return new ExchangeFacts(client, user, method, scheme, target.host(), target.port(), target.path());
    }

    void decided(Decision newDecision, Revision newRevision) {
        decision = newDecision;
        revision = newRevision;
    }

    public @Nullable Decision decision() {
        return decision;
    }

    public Revision revision() {
        return revision;
    }

    /** From now on the exchange lives until its tunnel ends. */
    public void openTunnel() {
        tunnelOpen = true;
    }

    public boolean isTunnelOpen() {
        return tunnelOpen;
    }

    /** The first byte of the origin's answer is here. */
    public void answered() {
        answerNanos = nanos();
    }

    /** The time from the request to the first byte of the origin's answer; 0 where there was none. */
    long answerNanos() {
        return answerNanos;
    }

    /** The time since it began. */
    long nanos() {
        return System.nanoTime() - startNanos;
    }

    public void connected(String upstreamAddress) {
        upstream = upstreamAddress;
    }

    public void mimeType(String newMimeType) {
        mimeType = newMimeType;
    }

    /** Keeps the first trouble: what follows from it is no cause. */
    public void fail(Trouble newTrouble) {
        trouble.compareAndSet(null, newTrouble);
    }

    public @Nullable Trouble trouble() {
        return trouble.get();
    }

    /** True for the first caller only: the one that makes the record. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    /** What is to be the record if the node ends before the exchange does. */
    public AccessRecord opening() {
        return record(0, 0, 0, NODE_STOPPED);
    }

    /** With the query string behind the path: what of all this is kept, the policy says later. */
    AccessRecord record(int status, long bytesUp, long bytesDown) {
        Trouble failed = trouble.get();
        return record(status, bytesUp, bytesDown, failed == null ? "" : failed.word());
    }

    private AccessRecord record(int status, long bytesUp, long bytesDown, String error) {
        Decision made = decision;
        return new AccessRecord(
                time,
                Duration.ofNanos(nanos()),
                client.getHostAddress(),
                user,
                method,
                target.scheme(),
                target.host(),
                target.port(),
                target.path() + target.query(),
                status,
                bytesUp,
                bytesDown,
                mimeType,
                made == null ? new Action.Block("").word() : made.action().word(),
                made == null ? "" : made.ruleId(),
                made == null ? "" : made.ruleName(),
                made == null ? "" : made.category(),
                made == null ? "" : made.reason().name(),
                revision.epoch(),
                revision.number(),
                target.isTunnel() ? "tunnel" : "none",
                upstream,
                userAgent,
                error,
                requestId);
    }
}
