package dev.sluice.master.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the pages, within this JVM, that something changed, after its commit. Listeners must not block. Safe for any thread. */
@ApplicationScoped
public class Changes {
    /** What changed. */
    public enum Topic {
        POLICY,
        NODES,
        RECORDS
    }

    /** Lasts until it is closed. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    /** By handle, so that one listener can subscribe twice and leave once. */
    private final Map<Subscription, Consumer<Topic>> listeners = new ConcurrentHashMap<>();

    /** Calls the listener for every change until the returned handle is closed. */
    public Subscription subscribe(Consumer<Topic> listener) {
        Subscription handle = new Subscription() {
            @Override
            public void close() {
                listeners.remove(this);
            }
        };
        listeners.put(handle, listener);
        return handle;
    }

    public void announce(Topic topic) {
        for (Consumer<Topic> listener : listeners.values()) {
            try {
                listener.accept(topic);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed on a change of {}", topic, e);
            }
        }
    }
}
