package dev.sluice.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * What is still known of an exchange that was decided some time ago. What is not, or cannot be read, is unknown.
 *
 * @param time when it was decided
 * @param client the client's address, empty for unknown
 * @param user the user that the client had proved to be, empty text for none
 * @param method the request method, {@code CONNECT} for a tunnel, empty for unknown
 * @param host the host asked for, empty for unknown
 * @param nodeGroup the group of the node that decided, empty text for none
 */
public record PastFacts(
        Instant time, String client, Optional<String> user, String method, String host, Optional<String> nodeGroup) {}
