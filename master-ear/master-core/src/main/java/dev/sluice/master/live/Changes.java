package dev.sluice.master.live;

import java.util.function.Consumer;

/** Tells the pages, within this JVM, that something changed, after its commit. Listeners must not block. Safe for any thread. */
public class Changes {
    /** What changed. */
    public enum Topic {
        POLICY,
        NODES,
        RECORDS
    }

    /** Calls the listener for every change until the returned handle is closed. */
    public AutoCloseable subscribe(Consumer<Topic> listener) {
        throw new UnsupportedOperationException(listener.toString());
    }

    public void announce(Topic topic) {
        throw new UnsupportedOperationException(topic.toString());
    }
}
