package dev.sluice.tests.cluster;

import java.io.IOException;
import java.util.Optional;

/** A node as a client of its proxy sees it, and the newest revision that it was seen to enforce. Safe for any thread. */
final class WatchedNode {
    /** Fetches through the node's proxy, past the balancer. */
    interface Door {
        /** @return the status; what the page says follows. @throws IOException when nobody answers */
        String fetch(String url) throws IOException, InterruptedException;
    }

    private final String name;
    private final Door door;
    private Revision newest = Revision.NONE;
    private Revision leastAllowed = Revision.NONE;
    private long damagedAfter = -1;

    WatchedNode(String name, Door door) {
        this.name = name;
        this.door = door;
    }

    String name() {
        return name;
    }

    /** What it answers for a page of that host; empty when it does not answer, and so lets nothing through either. */
    Optional<Answer> ask(String host) throws InterruptedException {
        try {
            String text = door.fetch("http://" + host + "/");
            return Optional.of(new Answer(text.lines().findFirst().orElse(""), Revision.inNotice(text)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * An answer.
     *
     * @param revision by which it refused; empty when it did not refuse by a policy
     */
    record Answer(String status, Optional<Revision> revision) {
        boolean refusesBy(Revision least) {
            return status.equals("403")
                    && revision.filter(by -> !by.isBefore(least)).isPresent();
        }
    }

    /** Takes down what it was seen to enforce; false when that is older than it may be. */
    synchronized boolean mayEnforce(Revision seen) {
        boolean allowed = !seen.isBefore(leastAllowed);
        if (newest.isBefore(seen)) {
            newest = seen;
            leastAllowed = seen;
        }
        return allowed;
    }

    /** Its disk was damaged after this boot: it may fall back as far as this, until it is at the head again. */
    synchronized void mayFallBackTo(Revision revision, long boot) {
        leastAllowed = revision;
        newest = revision;
        damagedAfter = boot;
    }

    /**
     * Whether it has to be as it was said to be in that boot. Not if its disk was damaged since: a master that was stopped
     * meanwhile answers with what it heard before.
     */
    synchronized boolean isBoundBy(long boot) {
        return boot > damagedAfter;
    }
}
