package dev.sluice.tests.cluster;

import java.util.Locale;

/**
 * An exchange that a client asked for, and what came of it for the client. Times are of {@link System#nanoTime}.
 *
 * @param id in its record too: the path, or the user agent of a tunnel
 * @param node that answered, empty when the client was not told
 * @param status that the client got, 0 for none
 */
record Asked(String id, Kind kind, Door door, long begin, long end, Outcome outcome, String node, int status) {
    enum Kind {
        PLAIN(404),
        BLOCKED(403),
        UNREACHABLE(502),
        TUNNEL(200),
        ABORTED(200),
        /** By {@link Portal#publishAudit}. */
        AUDITED(404);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** What a client gets when nothing fails. */
        int status() {
            return status;
        }

        /** As the beginning of an id names it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Door {
        BALANCER("", 6),
        SLAVE_1("slave-1", 2),
        SLAVE_2("slave-2", 2),
        FAR("far-1", 2);

        private final String node;
        private final int weight;

        Door(String node, int weight) {
            this.node = node;
            this.weight = weight;
        }

        /** Empty when the balancer chooses. */
        String node() {
            return node;
        }

        int weight() {
            return weight;
        }
    }

    enum Outcome {
        /** All of the answer came. */
        ANSWERED,
        /** The client went away once the answer had begun. */
        ABORTED,
        /** The connection was made, and broke. */
        CUT,
        /** No connection was made. */
        REFUSED
    }
}
