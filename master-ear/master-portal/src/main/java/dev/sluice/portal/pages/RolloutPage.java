package dev.sluice.portal.pages;

import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.rollout.NoRolloutException;
import dev.sluice.master.rollout.Rollout;
import dev.sluice.master.rollout.Rollouts;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rollout that is under way, and all revisions, to go back to one. */
@Named
@ViewScoped
public class RolloutPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int REVISIONS = 30;

    @Inject
    transient Policies policies;

    @Inject
    transient Rollouts rollouts;

    private transient Wave wave = Wave.NONE;
    private transient List<PublishedPolicy> published = List.of();
    private transient List<RevisionRow> rows = List.of();
    private Instant now = Instant.EPOCH;

    /** One line of the history. */
    public record RevisionRow(
            long number,
            boolean head,
            String hash,
            String fullHash,
            String comment,
            String by,
            String at,
            long millis,
            String ago,
            String style,
            String rollout,
            String reason) {}

    /** Shows what is known now. Revisions never change, so that they are read again only when there is a newer one. */
    @PostConstruct
    public void show() {
        now = Instant.now();
        wave = rollouts.current()
                .map(rollout -> Wave.of(rollout, rollouts.progress(rollout), now))
                .orElse(Wave.NONE);
        PublishedPolicy head = policies.head();
        if (published.isEmpty() || !published.get(0).revision().equals(head.revision())) {
            published = policies.history(REVISIONS);
        }
        Map<Long, Rollout> byNumber = rollouts.history(REVISIONS).stream()
                .collect(Collectors.toMap(r -> r.revision().number(), Function.identity()));
        rows = published.stream()
                .map(p -> row(
                        p, head, Optional.ofNullable(byNumber.get(p.revision().number()))))
                .toList();
    }

    private RevisionRow row(PublishedPolicy policy, PublishedPolicy head, Optional<Rollout> rollout) {
        Instant at = policy.publishedAt();
        return new RevisionRow(
                policy.revision().number(),
                policy.revision().equals(head.revision()),
                NodeRow.shortened(policy.hash()),
                policy.hash(),
                policy.comment(),
                policy.publishedBy(),
                at.toString(),
                at.toEpochMilli(),
                Amounts.ago(Duration.between(at, now)),
                rollout.map(r -> badge(r.state())).orElse(""),
                rollout.map(r -> words(r.state())).orElse(""),
                rollout.map(Rollout::reason).orElse(""));
    }

    private static String badge(Rollout.State state) {
        String style = Wave.style(state);
        return style.equals("info") || style.equals("warn") ? "wait" : style;
    }

    /** {@code Rolled back}. */
    private static String words(Rollout.State state) {
        String words = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Called when nodes have spoken or something was published. */
    public void refresh() {
        show();
    }

    public void promote() {
        decide(by -> "Revision " + rollouts.promote(by).revision().number() + " goes to all nodes.");
    }

    public void abort() {
        decide(by -> "Revision " + rollouts.abort(by).revision().number() + " is taken back.");
    }

    private void decide(Function<String, String> deed) {
        try {
            Say.done(deed.apply(Say.who()));
        } catch (NoRolloutException e) {
            Say.error("The rollout has ended in the meantime; the page shows how it is now.");
        }
        show();
    }

    /** Publishes what an earlier revision said, as the next one, for all at once. */
    public void rollBack(long number) {
        rollouts.rollBack(number, "Back to revision " + number, Say.who())
                .ifPresentOrElse(
                        next -> Say.done("Revision " + next.revision().number() + " says what revision " + number
                                + " said, and goes to all nodes."),
                        () -> Say.error("There is no revision " + number + "."));
        show();
    }

    public Wave getWave() {
        return wave;
    }

    public List<RevisionRow> getRevisions() {
        return rows;
    }

    /** The master's clock in milliseconds, for the ages that the page counts on by itself. */
    public long getNow() {
        return now.toEpochMilli();
    }
}
