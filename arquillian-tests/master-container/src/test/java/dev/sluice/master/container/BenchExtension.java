package dev.sluice.master.container;

import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.api.event.ManagerStarted;
import org.jboss.arquillian.core.api.event.ManagerStopping;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Starts the bench before Arquillian reads its configuration, which names the bench's ports, and ends it at the end. */
public final class BenchExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Life.class);
    }

    /** Called by Arquillian on the client's side only. */
    public static final class Life {
        public void start(@Observes(precedence = 1000) ManagerStarted event) {
            Bench.start();
        }

        public void stop(@Observes ManagerStopping event) {
            Bench.stop();
        }
    }
}
