package dev.sluice.tests.cluster;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks one master again and again how its nodes are, and then each node itself: who is shown in sync must refuse by the
 * revision that is shown, or a later one.
 */
final class Watch implements Runnable {
    private static final int PAUSE_MILLIS = 150;

    private final Portal portal;
    private final History history;
    private final Thread thread;
    private volatile boolean ended;
    private volatile int rounds;
    private volatile int checked;

    private Watch(Portal portal, History history) {
        this.portal = portal;
        this.history = history;
        this.thread = new Thread(this, "watch " + portal.base());
    }

    static Watch begin(Portal portal, History history) {
        Watch watch = new Watch(portal, history);
        watch.thread.start();
        return watch;
    }

    boolean isOf(Portal master) {
        return portal.base().equals(master.base());
    }

    /** How often a node that was shown in sync was asked. */
    int checked() {
        return checked;
    }

    void end() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                look();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            Map<String, JsonObject> shown = portal.nodes();
            for (WatchedNode node : history.nodes()) {
                if (shown.containsKey(node.name())) {
                    compare(shown.get(node.name()), node);
                }
            }
            rounds++;
        } catch (IOException e) {
            // This master is away, which is no fault of the nodes.
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private void compare(JsonObject shown, WatchedNode node) throws InterruptedException {
        boolean inSync = shown.getString("status").equals("IN_SYNC");
        long boot = shown.getJsonNumber("boot").longValueExact();
        Revision least = inSync ? Revision.of(shown.getJsonObject("active")) : Revision.NONE;
        WatchedNode.Answer answer = node.ask(history.hostBlockedBy(least)).orElse(null);
        if (answer == null) {
            return;
        }
        if (inSync) {
            checked++;
            if (!answer.refusesBy(least) && node.isBoundBy(boot)) {
                history.isWrong(node.name() + " was shown in sync at " + least + " and answered " + answer);
            }
        }
        if (answer.revision().filter(by -> !node.mayEnforce(by)).isPresent()) {
            history.isWrong(node.name() + " went back to " + answer.revision().get());
        }
    }

    @Override
    public String toString() {
        return rounds + " looks at " + portal.base() + ", " + checked + " nodes in sync asked";
    }
}
