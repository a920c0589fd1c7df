package dev.sluice.portal.fake;

import dev.sluice.master.policy.Alongside;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.master.rollout.Figures;
import dev.sluice.master.rollout.NoCanaryException;
import dev.sluice.master.rollout.NoRolloutException;
import dev.sluice.master.rollout.Plan;
import dev.sluice.master.rollout.Progress;
import dev.sluice.master.rollout.Rollout;
import dev.sluice.master.rollout.Rollout.State;
import dev.sluice.master.rollout.Rollouts;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes in memory; each rollout has the canary slave-1 and stays as it is until somebody promotes or aborts it. */
public final class MemoryRollouts extends Rollouts {
    public static final Instant NOW = MemoryPolicies.NOW;

    private final Policies policies;
    private final List<Rollout> all = new ArrayList<>();
    public boolean nobodyThere;

    public MemoryRollouts(Policies policies) {
        this.policies = policies;
    }

    @Override
    public PublishedPolicy publish(Optional<Long> version, String comment, String by, Optional<Plan> plan)
            throws StaleDraftException, NoCanaryException {
        if (nobodyThere && plan.isPresent()) {
            throw new NoCanaryException("No node takes traffic now.");
        }
        PublishedPolicy published = policies.publish(version, comment, by, Alongside.NOTHING);
        plan.ifPresent(p -> all.add(0, rollout(published.revision(), p, by, State.CANARY, "Waiting for slave-1.")));
        return published;
    }

    private static Rollout rollout(Revision revision, Plan plan, String by, State state, String reason) {
        return new Rollout(
                revision,
                new Revision(1, 1),
                by,
                plan,
                Map.of("slave-1", Optional.empty()),
                state,
                reason,
                NOW,
                Optional.of(NOW),
                state.isUnderWay() ? Optional.empty() : Optional.of(NOW),
                Optional.empty());
    }

    @Override
    public Optional<PublishedPolicy> rollBack(long number, String comment, String by) {
        return policies.rollBack(number, comment, by, Alongside.NOTHING);
    }

    @Override
    public Optional<Rollout> current() {
        return all.stream().findFirst();
    }

    @Override
    public List<Rollout> history(int limit) {
        return all.stream().limit(limit).toList();
    }

    @Override
    public List<Progress> progress(Rollout rollout) {
        return List.of(new Progress("slave-1", Progress.Stage.WAITING, NOW, new Figures(40, 10, 2, 123_456, 10), ""));
    }

    @Override
    public Rollout promote(String by) {
        return end(State.DONE, "Promoted by " + by + ".");
    }

    @Override
    public Rollout abort(String by) {
        return end(State.ABORTED, "Aborted by " + by + ".");
    }

    private Rollout end(State state, String reason) {
        Rollout running = current().filter(r -> r.state().isUnderWay()).orElseThrow(NoRolloutException::new);
        Rollout ended = rollout(running.revision(), running.plan(), running.askedBy(), state, reason);
        all.set(0, ended);
        return ended;
    }
}
