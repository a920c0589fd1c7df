package dev.sluice.tests.cluster;

import java.time.Duration;
import java.util.Set;

/**
 * A way to break the cluster.
 *
 * @param cuts the nodes whose clients may see it
 * @param gaps the nodes that may have to give records up, and then count them
 * @param alone what no other fault may touch meanwhile
 * @param starts how much it counts among the faults after which something is started again: see {@link Faults#STARTS}
 */
record Fault(String name, Set<String> cuts, Set<String> gaps, Set<String> alone, int starts, Strike strike) {
    interface Strike {
        /** Breaks it, leaves it broken for that long where it does not mend itself, and returns when it works again. */
        void run(Duration time) throws Exception;
    }

    /** That it came, from when to when. Times are of {@link System#nanoTime}. */
    record Struck(Fault fault, long begin, long end) {
        /** Whether the exchange ran at some time between, or no longer than that before or after. */
        boolean near(Asked asked, Duration slack) {
            return asked.begin() <= end + slack.toNanos() && asked.end() >= begin - slack.toNanos();
        }
    }
}
