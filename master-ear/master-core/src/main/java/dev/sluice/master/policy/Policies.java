package dev.sluice.master.policy;

import dev.sluice.jms.PolicyCodec;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.Texts;
import dev.sluice.master.persistence.Transactions;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The draft and the published revisions. The one writer of both. Safe for any thread; each method is one transaction. */
@ApplicationScoped
public class Policies {
    private final Transactions transactions;
    private final Lease lease;
    private final Changes changes;
    private final Clock clock;
    private final PolicyCompiler compiler = new PolicyCompiler();

    /** The newest revision seen committed; null before the first. Saves reading a large policy for each state of a node. */
    private final AtomicReference<PublishedPolicy> head = new AtomicReference<>();

    /** The draft as it was last saved, so that publishing it compiles nothing; null before the first. */
    private final AtomicReference<Compiled> saved = new AtomicReference<>();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Policies() {
        this(null, null, null, null);
    }

    @Inject
    public Policies(Transactions transactions, Lease lease, Changes changes, Clock clock) {
        this.transactions = transactions;
        this.lease = lease;
        this.changes = changes;
        this.clock = clock;
    }

    /** Gives an empty database its first revision and draft. Called once at the start. */
    public void start() {
        transactions.call(entities -> {
            if (newest(entities, 1).isEmpty()) {
                writeFirst(entities);
            }
            return true;
        });
        refreshHead();
    }

    private void writeFirst(EntityManager entities) {
        Revision first = new Revision(lease.hold(entities), 1);
        PolicyBundle bundle = FirstPolicy.bundle();
        Compiled compiled = compiled(PolicyCodec.write(bundle), bundle);
        entities.persist(new DraftRow(compiled.document(), now(), FirstPolicy.AUTHOR));
        entities.persist(new RevisionRow(
                published(first, compiled, FirstPolicy.AUTHOR, FirstPolicy.COMMENT), compiled.document()));
    }

    public Draft draft() {
        PolicyBundle published = head().bundle();
        return transactions.call(entities -> draft(entities.find(DraftRow.class, DraftRow.ID), published));
    }

    /**
     * Replaces the draft.
     *
     * @param version the version that the change was made from
     * @throws InvalidPolicyException when the bundle does not compile; the draft stays
     */
    public Draft save(long version, PolicyBundle bundle, String by) throws StaleDraftException, InvalidPolicyException {
        Compiled compiled = new Compiled(
                PolicyCodec.write(bundle),
                bundle,
                compiler.compile(bundle, Revision.NONE).hash());
        PolicyBundle published = head().bundle();
        Draft draft = transactions.<Draft, StaleDraftException>call(entities -> {
            DraftRow row = lockDraft(entities);
            lease.hold(entities);
            row.expectVersion(version);
            row.save(compiled.document(), now(), Texts.storable(by));
            entities.flush();
            return draft(row, bundle, published);
        });
        saved.set(compiled);
        changes.announce(Changes.Topic.POLICY);
        return draft;
    }

    /** Makes the draft the next revision and pushes it after the commit. */
    public PublishedPolicy publish(long version, String comment, String by) throws StaleDraftException {
        PublishedPolicy published = transactions.<PublishedPolicy, StaleDraftException>call(entities -> {
            DraftRow draft = lockDraft(entities);
            long epoch = lease.hold(entities);
            draft.expectVersion(version);
            PublishedPolicy next = published(
                    new Revision(epoch, newestNumber(entities) + 1),
                    compiled(draft.document()),
                    Texts.storable(by),
                    Texts.storable(comment));
            entities.persist(new RevisionRow(next, draft.document()));
            return next;
        });
        raiseHead(published);
        changes.announce(Changes.Topic.POLICY);
        return published;
    }

    /**
     * Publishes the newest revision's policy once more, in an epoch above the one given: nodes know a newer revision than
     * this database.
     */
    public PublishedPolicy publishAgain(long above, String why) {
        PublishedPolicy published = transactions.call(entities -> {
            lockDraft(entities);
            long epoch = lease.raise(entities, above);
            RevisionRow newest = newest(entities, 1).get(0);
            PublishedPolicy again = newest.published()
                    .again(new Revision(epoch, newest.revision().number() + 1), now(), FirstPolicy.AUTHOR, why);
            entities.persist(new RevisionRow(again, newest.document()));
            return again;
        });
        raiseHead(published);
        changes.announce(Changes.Topic.POLICY);
        return published;
    }

    /** Raises the epoch above the one given; what is published next has it. Returns the new one. */
    public long raiseEpoch(long above) {
        return transactions.call(entities -> {
            lockDraft(entities);
            return lease.raise(entities, above);
        });
    }

    /** Whoever publishes or saves holds this lock to the commit: numbers have no gaps. */
    private static DraftRow lockDraft(EntityManager entities) {
        return entities.find(DraftRow.class, DraftRow.ID, LockModeType.PESSIMISTIC_WRITE);
    }

    private static long newestNumber(EntityManager entities) {
        return entities.createQuery("SELECT MAX(r.number) FROM RevisionRow r", Long.class)
                .getSingleResult();
    }

    /** The newest revision; there is always one. Answers from memory. */
    public PublishedPolicy head() {
        PublishedPolicy newest = head.get();
        return newest == null ? refreshHead() : newest;
    }

    /** Reads the newest revision again, in case that it was published elsewhere. */
    public PublishedPolicy refreshHead() {
        long newest = transactions.call(Policies::newestNumber);
        PublishedPolicy known = head.get();
        if (known != null && newest <= known.revision().number()) {
            return known;
        }
        return raiseHead(revision(newest).orElseThrow());
    }

    private PublishedPolicy raiseHead(PublishedPolicy candidate) {
        return head.accumulateAndGet(
                candidate,
                (known, given) -> known == null || given.revision().isNewerThan(known.revision()) ? given : known);
    }

    /** Newest first, without gaps. */
    public List<PublishedPolicy> history(int limit) {
        return transactions.call(entities ->
                newest(entities, limit).stream().map(RevisionRow::published).toList());
    }

    private static List<RevisionRow> newest(EntityManager entities, int limit) {
        return entities.createQuery("SELECT r FROM RevisionRow r ORDER BY r.number DESC", RevisionRow.class)
                .setMaxResults(limit)
                .getResultList();
    }

    public Optional<PublishedPolicy> revision(long number) {
        return transactions.call(entities ->
                Optional.ofNullable(entities.find(RevisionRow.class, number)).map(RevisionRow::published));
    }

    private static Draft draft(DraftRow row, PolicyBundle published) {
        return draft(row, Documents.read(row.document()), published);
    }

    private static Draft draft(DraftRow row, PolicyBundle bundle, PolicyBundle published) {
        return new Draft(row.version(), bundle, !bundle.equals(published), row.savedAt(), row.savedBy());
    }

    /**
     * A policy that compiles.
     *
     * @param document its text in the database
     */
    private record Compiled(String document, PolicyBundle bundle, String hash) {}

    private Compiled compiled(String document) {
        Compiled known = saved.get();
        return known != null && known.document().equals(document)
                ? known
                : compiled(document, Documents.read(document));
    }

    private Compiled compiled(String document, PolicyBundle bundle) {
        try {
            return new Compiled(
                    document, bundle, compiler.compile(bundle, Revision.NONE).hash());
        } catch (InvalidPolicyException e) {
            throw new IllegalStateException("The draft does not compile: " + e.getMessage(), e);
        }
    }

    private PublishedPolicy published(Revision revision, Compiled compiled, String by, String comment) {
        return new PublishedPolicy(revision, compiled.hash(), compiled.bundle(), now(), by, comment);
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
