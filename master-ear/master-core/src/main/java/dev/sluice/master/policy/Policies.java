package dev.sluice.master.policy;

import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.PolicyBundle;
import java.util.List;
import java.util.Optional;

/** The draft and the published revisions. The one writer of both. Safe for any thread; each method is one transaction. */
public class Policies {
    public Draft draft() {
        throw new UnsupportedOperationException();
    }

    /**
     * Replaces the draft.
     *
     * @param version the version that the change was made from
     * @throws InvalidPolicyException when the bundle does not compile; the draft stays
     */
    public Draft save(long version, PolicyBundle bundle, String by) throws StaleDraftException, InvalidPolicyException {
        throw new UnsupportedOperationException(version + by + bundle);
    }

    /** Makes the draft the next revision and pushes it after the commit. */
    public PublishedPolicy publish(long version, String comment, String by) throws StaleDraftException {
        throw new UnsupportedOperationException(version + comment + by);
    }

    /** The newest revision; there is always one. */
    public PublishedPolicy head() {
        throw new UnsupportedOperationException();
    }

    /** Newest first, without gaps. */
    public List<PublishedPolicy> history(int limit) {
        throw new UnsupportedOperationException("" + limit);
    }

    public Optional<PublishedPolicy> revision(long number) {
        throw new UnsupportedOperationException("" + number);
    }
}
