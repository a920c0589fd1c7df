package dev.sluice.enrollment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why the master does not let a node join, as a problem detail (RFC 9457) with the extension {@code reason}.
 *
 * @param text for people: what was expected, what came, what to do
 */
public record Refusal(Reason reason, String text) {
    /** Each with the HTTP status that it goes with. */
    public enum Reason {
        MALFORMED(400),
        UNKNOWN_KEY(403),
        EXPIRED_KEY(403),
        USED_UP_KEY(403),
        WRONG_PROOF(403),
        NETWORK_NOT_ALLOWED(403),
        /** A person looked at the request and said no. */
        DECLINED(403),
        /** The node's product version is not the master's, or no protocol version is understood by both. */
        VERSION_INCOMPATIBLE(409),
        CLOCK_OFF(409),
        /** A node of this id is at work, with another key. */
        NODE_LIVE(409),
        /** The id was removed from the cluster and not readmitted. */
        NODE_REMOVED(409),
        /** Too many requests from one address; the only reason that goes away by waiting. */
        FLOOD(429);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Empty for a word that a later version added. */
        public static Optional<Reason> of(String word) {
            return Arrays.stream(values())
                    .filter(reason -> reason.word().equals(word))
                    .findFirst();
        }
    }
}
