package dev.sluice.portal.live;

import dev.sluice.master.live.Changes;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.faces.push.Push;
import jakarta.faces.push.PushContext;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells every open page what changed, over the pages' WebSocket. */
@ApplicationScoped
public class PagePush {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Inject
    Changes changes;

    @Inject
    @Push(channel = "changes")
    PushContext pages;

    @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
    @Nullable
    ManagedScheduledExecutorService scheduler;

    private @Nullable AutoCloseable subscription;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (scheduler == null) {
            throw new IllegalStateException("The container gave no scheduler.");
        }
        subscription =
                changes.subscribe(new Coalescer(PAUSE, scheduler, System::nanoTime, topic -> pages.send(topic.name())));
    }

    @PreDestroy
    void stop() {
        try {
            if (subscription != null) {
                subscription.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("The subscription to changes does not end", e);
        }
    }
}
