package dev.sluice.master.live;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    /** Calls the listener for every change until the returned handle is closed. */
    public AutoCloseable subscribe(Consumer<Topic> listener) {
        Subscription subscription = new Subscription(listener);
        subscriptions.add(subscription);
        return () -> subscriptions.remove(subscription);
    }

    public void announce(Topic topic) {
        for (Subscription subscription : subscriptions) {
            try {
                subscription.listener.accept(topic);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed on a change of {}", topic, e);
            }
        }
    }

    /** Has an identity of its own, so that one listener can subscribe twice and leave once. */
    private static final class Subscription {
        private final Consumer<Topic> listener;

        private Subscription(Consumer<Topic> listener) {
            this.listener = listener;
        }
    }
}
