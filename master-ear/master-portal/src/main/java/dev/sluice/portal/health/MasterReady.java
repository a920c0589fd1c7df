package dev.sluice.portal.health;

import dev.sluice.master.policy.Policies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the draft can be read: then the core has started and its database answers. */
@Readiness
@ApplicationScoped
public class MasterReady implements HealthCheck {
    @Inject
    Policies policies;

    @Override
    public HealthCheckResponse call() {
        try {
            policies.draft();
            return HealthCheckResponse.up("master");
        } catch (RuntimeException e) {
            return HealthCheckResponse.down("master");
        }
    }
}
