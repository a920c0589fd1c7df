package dev.sluice.portal.pages;

import dev.sluice.master.node.Nodes;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.master.rollout.NoCanaryException;
import dev.sluice.master.rollout.Rollouts;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.portal.edit.PolicyChanges;
import dev.sluice.portal.edit.RefusedEditException;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The draft as one open page sees it: every edit of the page goes through here, and so does publishing. What somebody
 * else saved in between is noticed and said, never overwritten.
 */
@Named("desk")
@ViewScoped
@SuppressWarnings("NullAway.Init") // the container calls load() before anybody sees the bean
public class DraftDesk implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int NAMED_CHANGES = 3;

    @Inject
    transient Policies policies;

    @Inject
    transient Rollouts rollouts;

    @Inject
    transient Nodes nodes;

    private transient Draft draft;
    private transient PublishedPolicy head;
    private transient List<String> changes;
    private transient Optional<PublishedPolicy> rolling = Optional.empty();
    private transient PublishForm publishing = new PublishForm();

    /** What became of an edit. */
    public enum Outcome {
        SAVED,
        /** Somebody else saved first; the desk holds the newer draft now. */
        STALE,
        REFUSED
    }

    @PostConstruct
    void load() {
        draft = policies.draft();
        head = policies.head();
        changes = PolicyChanges.between(head.bundle(), draft.bundle());
    }

    /** Loads again what may have changed; returns whether the draft did. */
    public boolean refresh() {
        long before = draft.version();
        load();
        return before != draft.version();
    }

    public PolicyBundle bundle() {
        return draft.bundle();
    }

    public long version() {
        return draft.version();
    }

    /** Looks something up in the draft; tells the person when it is gone, and the page's script whether it is {@code found}. */
    public <T> Optional<T> find(Function<PolicyBundle, T> lookUp) {
        Optional<T> found = Optional.empty();
        try {
            found = Optional.of(lookUp.apply(draft.bundle()));
        } catch (RefusedEditException e) {
            Say.error(e.explanation());
        }
        Say.toScript("found", found.isPresent());
        return found;
    }

    /** An edit that can only fail for reasons that are no field's; tells the person either way. */
    public Outcome apply(String done, UnaryOperator<PolicyBundle> edit) {
        try {
            return apply(version(), done, edit);
        } catch (InvalidPolicyException e) {
            e.violations().forEach(v -> Say.error(v.problem()));
            return Outcome.REFUSED;
        }
    }

    /**
     * Saves an edit that was begun on a version of the draft.
     *
     * @throws InvalidPolicyException for the caller to show at the right fields
     */
    public Outcome apply(long version, String done, UnaryOperator<PolicyBundle> edit) throws InvalidPolicyException {
        try {
            draft = policies.save(version, edit.apply(draft.bundle()), Say.who());
            load();
            Say.done(done);
            return Outcome.SAVED;
        } catch (StaleDraftException e) {
            load();
            return Outcome.STALE;
        } catch (RefusedEditException e) {
            Say.error(e.explanation());
            return Outcome.REFUSED;
        }
    }

    public void discard() {
        if (apply("The draft is revision " + getHeadNumber() + " again.", b -> head.bundle()) == Outcome.STALE) {
            Say.stale();
        }
    }

    public void publish() {
        List<PublishForm.Mistake> mistakes = publishing.mistakes();
        mistakes.forEach(mistake -> Say.at("publishing", mistake.field(), mistake.sentence()));
        Say.toScript("published", mistakes.isEmpty() && publishDraft());
    }

    private boolean publishDraft() {
        try {
            PublishedPolicy published = rollouts.publish(
                    Optional.of(draft.version()), publishing.getComment().strip(), Say.who(), publishing.plan());
            rolling = Optional.of(published);
            publishing = new PublishForm();
            load();
            return true;
        } catch (StaleDraftException e) {
            load();
            Say.stale();
            return true;
        } catch (NoCanaryException e) {
            Say.at("publishing", "first", String.valueOf(e.getMessage()));
            return false;
        }
    }

    public void dismiss() {
        rolling = Optional.empty();
    }

    /** How the revision that this page published spreads over the nodes. */
    public Spread getSpread() {
        return rolling.map(p -> Spread.of(p, head, nodes.all())).orElse(Spread.NONE);
    }

    public boolean isChanged() {
        return draft.changed();
    }

    public long getHeadNumber() {
        return head.revision().number();
    }

    public List<String> getChanges() {
        return changes;
    }

    /** The first few changes in one line. */
    public String getChangesInShort() {
        if (changes.size() <= NAMED_CHANGES) {
            return String.join("; ", changes);
        }
        return String.join("; ", changes.subList(0, NAMED_CHANGES)) + "; " + (changes.size() - NAMED_CHANGES) + " more";
    }

    public PublishForm getPublishing() {
        return publishing;
    }
}
