package dev.sluice.jms;

import java.time.Duration;
import java.time.Instant;

/**
 * What is kept of one exchange or tunnel. Node, boot and sequence are not in it: the frame and the batch carry them.
 * Text is empty, and numbers are 0, where something is not known or the policy does not let it be kept.
 *
 * @param time when the request was read
 * @param duration until the last byte of the response, or the end of the tunnel
 * @param client the client's address
 * @param user who, as authenticated
 * @param method the request method
 * @param scheme {@code http}, {@code https}, or {@code tunnel} for an uninspected CONNECT
 * @param host the host asked for
 * @param port the port asked for
 * @param path with the query string behind it where the policy keeps that
 * @param status the status that the client got
 * @param bytesUp body or tunnel bytes from the client
 * @param bytesDown body or tunnel bytes to the client
 * @param mimeType the response's media type without parameters
 * @param action {@code allow} or {@code block}
 * @param ruleId the rule that decided
 * @param ruleName its name at that time
 * @param category the category that made the rule match
 * @param reason {@code RULE}, {@code DEFAULT} or {@code NO_POLICY}
 * @param epoch of the policy that decided
 * @param revision of the policy that decided
 * @param tls {@code none}, {@code tunnel} or {@code inspected}
 * @param upstream the address that the node connected to
 * @param userAgent the request's User-Agent
 * @param error what went wrong, a short word such as {@code dns}, {@code connect}, {@code timeout}, {@code client-abort}
 * @param requestId as on the block page and in the node's log
 */
public record AccessRecord(
        Instant time,
        Duration duration,
        String client,
        String user,
        String method,
        String scheme,
        String host,
        int port,
        String path,
        int status,
        long bytesUp,
        long bytesDown,
        String mimeType,
        String action,
        String ruleId,
        String ruleName,
        String category,
        String reason,
        long epoch,
        long revision,
        String tls,
        String upstream,
        String userAgent,
        String error,
        String requestId) {
    /** The same with another time. */
    public AccessRecord at(Instant other) {
        return other.equals(time)
                ? this
                : new AccessRecord(
                        other, duration, client, user, method, scheme, host, port, path, status, bytesUp, bytesDown,
                        mimeType, action, ruleId, ruleName, category, reason, epoch, revision, tls, upstream, userAgent,
                        error, requestId);
    }
}
