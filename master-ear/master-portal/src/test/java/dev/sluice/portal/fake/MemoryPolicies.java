package dev.sluice.portal.fake;

import dev.sluice.master.policy.Alongside;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A draft and its revisions in memory. Starts as an empty database does: one rule for local networks. */
public final class MemoryPolicies extends Policies {
    public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final List<PublishedPolicy> revisions = new ArrayList<>();
    private PolicyBundle draft = new PolicyBundle(
            List.of(new Rule(
                    "local-networks",
                    "Local networks",
                    true,
                    List.of(new Condition.ClientNetwork(List.of("10.0.0.0/8"))),
                    new Action.Allow())),
            List.of(),
            List.of(),
            new Action.Block("Your network may not use this gateway."));
    private long version = 1;
    private String savedBy = "system";

    /** Runs once, just before the next save: what somebody else does in between. */
    public Runnable beforeNextSave = () -> {};

    public MemoryPolicies() {
        add("system", "The first policy");
    }

    @Override
    public Draft draft() {
        return new Draft(version, draft, !draft.equals(head().bundle()), NOW, savedBy);
    }

    @Override
    public Draft save(long from, PolicyBundle bundle, String by) throws StaleDraftException, InvalidPolicyException {
        Runnable before = beforeNextSave;
        beforeNextSave = () -> {};
        before.run();
        new PolicyCompiler().compile(bundle, Revision.NONE);
        expect(from);
        draft = bundle;
        version++;
        savedBy = by;
        return draft();
    }

    @Override
    public PublishedPolicy publish(Optional<Long> from, String comment, String by, Alongside alongside)
            throws StaleDraftException {
        if (from.isPresent()) {
            expect(from.get());
        }
        return add(by, comment);
    }

    @Override
    public Optional<PublishedPolicy> rollBack(long number, String comment, String by, Alongside alongside) {
        return revision(number).map(old -> add(old.bundle(), by, comment));
    }

    private PublishedPolicy add(String by, String comment) {
        return add(draft, by, comment);
    }

    private PublishedPolicy add(PolicyBundle bundle, String by, String comment) {
        long number = revisions.size() + 1L;
        PublishedPolicy published =
                new PublishedPolicy(new Revision(1, number), "hash-" + number, bundle, NOW, by, comment);
        revisions.add(0, published);
        return published;
    }

    private void expect(long from) throws StaleDraftException {
        if (from != version) {
            throw new StaleDraftException(from, version);
        }
    }

    @Override
    public PublishedPolicy head() {
        return revisions.get(0);
    }

    @Override
    public List<PublishedPolicy> history(int limit) {
        return revisions.stream().limit(limit).toList();
    }

    @Override
    public Optional<PublishedPolicy> revision(long number) {
        return revisions.stream().filter(p -> p.revision().number() == number).findFirst();
    }
}
