package dev.sluice.master.policy;

import static dev.sluice.master.persistence.Transactions.sql;

import dev.sluice.jms.PolicyCodec;
import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.Texts;
import dev.sluice.master.persistence.Transactions;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The draft and the published revisions. The one writer of both. Safe for any thread; each method is one transaction. */
@ApplicationScoped
public class Policies {
    /**
     * Of how many revisions, from the newest back, the files of long lists are kept: nodes ask for those of the newest, and
     * for how they differ from what they have, which is rarely older.
     */
    static final int KEPT_WITH_FILES = 10;

    private final Transactions transactions;
    private final Lease lease;
    private final Changes changes;
    private final Clock clock;

    /** The newest revision seen committed; null before the first. Saves reading a large policy for each state of a node. */
    private final AtomicReference<PublishedPolicy> head = new AtomicReference<>();

    /** The draft as it was last saved, so that publishing it neither reads nor compiles anything. */
    private volatile Saved saved = Saved.NOTHING;

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
        Compiled compiled = Compiled.again(PolicyCodec.write(FirstPolicy.bundle()));
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
        Compiled compiled = Compiled.of(bundle, saved.lists());
        PolicyBundle published = head().bundle();
        Draft draft = transactions.<Draft, StaleDraftException>call(entities -> {
            DraftRow row = entities.find(DraftRow.class, DraftRow.ID, LockModeType.PESSIMISTIC_WRITE);
            lease.hold(entities);
            StaleDraftException.check(version, row.version());
            PolicyBundle before = bundle(row);
            row.save(compiled.document(), now(), Texts.storable(by));
            entities.flush();
            sql(entities, connection -> DraftChanges.write(connection, now(), by, before, bundle));
            return draft(row, bundle, published);
        });
        remember(draft.version(), compiled);
        changes.announce(Changes.Topic.POLICY);
        return draft;
    }

    /** What the draft was when it was saved last. */
    private PolicyBundle bundle(DraftRow row) {
        Saved known = saved;
        return known.version() == row.version()
                ? known.compiled().orElseThrow().bundle()
                : Documents.read(row.document());
    }

    /** Makes the draft the next revision and pushes it after the commit. */
    public PublishedPolicy publish(long version, String comment, String by) throws StaleDraftException {
        return publish(Optional.of(version), comment, by, Alongside.NOTHING);
    }

    /**
     * As {@link #publish(long, String, String)}.
     *
     * @param version the version of the draft that is meant, or empty for the newest
     */
    public PublishedPolicy publish(Optional<Long> version, String comment, String by, Alongside alongside)
            throws StaleDraftException {
        return publish(entities -> {
            long actual = sql(entities, PublishRows::lockDraft);
            long epoch = lease.hold(entities);
            if (version.isPresent()) {
                StaleDraftException.check(version.get(), actual);
            }
            Compiled draft = draft(entities, actual);
            PublishedPolicy next = next(entities, new Word(epoch, by, comment), draft);
            return sql(entities, connection -> {
                PublishRows.insertDraft(connection, next);
                SectionRows.write(connection, next.revision().number(), draft.cut());
                alongside.write(connection, next);
                AuditLog.add(connection, now(), change("policy.publish", next, Map.of("draft", actual)));
                return next;
            });
        });
    }

    /** The draft of this version, which is the newest. */
    private Compiled draft(EntityManager entities, long version) {
        Saved known = saved;
        if (known.version() == version) {
            return known.compiled().orElseThrow();
        }
        Compiled compiled = Compiled.again(sql(entities, PublishRows::document));
        remember(version, compiled);
        return compiled;
    }

    /**
     * Makes the policy of an earlier revision the next one and pushes it after the commit. The draft stays.
     *
     * @return empty when there is no such revision
     */
    public Optional<PublishedPolicy> rollBack(long number, String comment, String by, Alongside alongside) {
        if (revision(number).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(publish(entities -> {
            sql(entities, PublishRows::lockDraft);
            return copy(entities, number, new Word(lease.hold(entities), by, comment), alongside);
        }));
    }

    /**
     * Publishes the policy of a revision once more, in an epoch above the one given: nodes know a newer revision than this
     * database.
     */
    public PublishedPolicy publishAgain(long number, long above, String why) {
        return publish(entities -> {
            sql(entities, PublishRows::lockDraft);
            Word word = new Word(lease.raise(entities, above), FirstPolicy.AUTHOR, why);
            return copy(entities, number, word, Alongside.NOTHING);
        });
    }

    /** Who publishes, in which epoch, and why. */
    private record Word(long epoch, String by, String comment) {}

    /** Compiled anew: an older Sluice may have made another hash of it. */
    private PublishedPolicy copy(EntityManager entities, long number, Word word, Alongside alongside) {
        Compiled compiled =
                Compiled.again(entities.find(RevisionRow.class, number).document());
        PublishedPolicy next = next(entities, word, compiled);
        return sql(entities, connection -> {
            PublishRows.insertCopy(connection, next, number);
            SectionRows.write(connection, next.revision().number(), compiled.cut());
            alongside.write(connection, next);
            AuditLog.add(connection, now(), change("policy.rollback", next, Map.of("copyOf", number)));
            return next;
        });
    }

    private static Change change(String action, PublishedPolicy next, Map<String, Object> source) {
        Map<String, Object> after = new HashMap<>(source);
        after.put("epoch", next.revision().epoch());
        after.put("revision", next.revision().number());
        after.put("hash", next.hash());
        after.put("comment", next.comment());
        return Change.of(
                        next.publishedBy(),
                        action,
                        "revision " + next.revision().number())
                .from(Map.of("revision", next.revision().number() - 1))
                .to(after);
    }

    private PublishedPolicy next(EntityManager entities, Word word, Compiled compiled) {
        Revision revision = new Revision(word.epoch(), sql(entities, PublishRows::newestNumber) + 1);
        return published(revision, compiled, Texts.storable(word.by()), Texts.storable(word.comment()));
    }

    private <X extends Exception> PublishedPolicy publish(Transactions.Work<PublishedPolicy, X> work) throws X {
        PublishedPolicy published = transactions.call(work);
        raiseHead(published);
        changes.announce(Changes.Topic.POLICY);
        return published;
    }

    /** Raises the epoch above the one given; what is published next has it. Returns the new one. */
    public long raiseEpoch(long above) {
        return transactions.call(entities -> {
            sql(entities, PublishRows::lockDraft);
            return lease.raise(entities, above);
        });
    }

    /**
     * Deletes the files of long lists that none of the last {@value #KEPT_WITH_FILES} revisions needs.
     *
     * @param needed the number of a revision that may be older, and nodes are still to get
     * @return how many
     */
    public int forgetSections(long needed) {
        return transactions.call(entities -> {
            sql(entities, PublishRows::lockDraft);
            lease.hold(entities);
            return sql(entities, connection -> SectionRows.deleteUnused(connection, KEPT_WITH_FILES, needed));
        });
    }

    /** The newest revision; there is always one. Answers from memory. */
    public PublishedPolicy head() {
        PublishedPolicy newest = head.get();
        return newest == null ? refreshHead() : newest;
    }

    /** Reads the newest revision again, in case that it was published elsewhere. */
    public PublishedPolicy refreshHead() {
        long newest = transactions.call(entities -> sql(entities, PublishRows::newestNumber));
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
        return transactions.call(entities -> published(entities, newest(entities, limit)));
    }

    private static List<RevisionRow> newest(EntityManager entities, int limit) {
        return entities.createQuery("SELECT r FROM RevisionRow r ORDER BY r.number DESC", RevisionRow.class)
                .setMaxResults(limit)
                .getResultList();
    }

    public Optional<PublishedPolicy> revision(long number) {
        return transactions.call(entities ->
                published(
                                entities,
                                Stream.ofNullable(entities.find(RevisionRow.class, number))
                                        .toList())
                        .stream()
                        .findFirst());
    }

    /** @param rows newest first, without gaps */
    private static List<PublishedPolicy> published(EntityManager entities, List<RevisionRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        long most = rows.get(0).revision().number();
        Map<Long, List<Section>> sections =
                sql(entities, connection -> SectionRows.of(connection, most - rows.size() + 1, most));
        return rows.stream()
                .map(row -> row.published(sections.getOrDefault(row.revision().number(), List.of())))
                .toList();
    }

    private static Draft draft(DraftRow row, PolicyBundle published) {
        return draft(row, Documents.read(row.document()), published);
    }

    private static Draft draft(DraftRow row, PolicyBundle bundle, PolicyBundle published) {
        return new Draft(row.version(), bundle, !bundle.equals(published), row.savedAt(), row.savedBy());
    }

    /** A draft that was saved, or nothing, as version -1. */
    private record Saved(long version, Optional<Compiled> compiled) {
        static final Saved NOTHING = new Saved(-1, Optional.empty());

        List<Cut.LongList> lists() {
            return compiled.map(Compiled::cut).map(Cut::files).orElse(List.of());
        }
    }

    private synchronized void remember(long version, Compiled compiled) {
        if (version > saved.version()) {
            saved = new Saved(version, Optional.of(compiled));
        }
    }

    private PublishedPolicy published(Revision revision, Compiled compiled, String by, String comment) {
        return new PublishedPolicy(
                revision,
                compiled.hash(),
                compiled.bundle(),
                now(),
                by,
                comment,
                compiled.cut().sections());
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
