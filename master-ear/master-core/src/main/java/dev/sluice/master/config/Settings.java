package dev.sluice.master.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Gives the settings and the clock to whoever injects them; the first to ask makes the settings be read and checked. */
@ApplicationScoped
class Settings {
    @Produces
    @Singleton
    MasterConfig settings() {
        return MasterConfig.load();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
