package dev.sluice.jms;

import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.util.List;
import java.util.Optional;

/**
 * A published policy on its way to the slaves.
 *
 * @param hash the hash of the policy as the master compiled it; a node that computes another refuses the message
 * @param bundle the policy; the domains of the categories that {@code sections} names are left out of it
 * @param sections the long lists, by digest; see {@link #version}
 * @param signature the master's; a node refuses a message without one that holds
 * @param privacyKey what values are hashed with, for a policy that has any hashed
 */
public record PolicyMessage(
        Revision revision,
        String hash,
        PolicyBundle bundle,
        List<Section> sections,
        Optional<PolicySignature> signature,
        Optional<PrivacyKey> privacyKey) {
    /**
     * The domains of one category as a file: sorted, each with a line feed behind it, in UTF-8.
     *
     * @param category the category's name
     * @param digest SHA-256 of the file, lower-case hex; who knows it may fetch the file from the master
     * @param bytes the file's length
     */
    public record Section(String category, String digest, long bytes) {}

    public PolicyMessage {
        sections = List.copyOf(sections);
    }

    /** A message for a policy that has nothing hashed. */
    public PolicyMessage(
            Revision revision,
            String hash,
            PolicyBundle bundle,
            List<Section> sections,
            Optional<PolicySignature> signature) {
        this(revision, hash, bundle, sections, signature, Optional.empty());
    }

    /** A message with the whole policy in it, not yet signed. */
    public PolicyMessage(Revision revision, String hash, PolicyBundle bundle) {
        this(revision, hash, bundle, List.of(), Optional.empty());
    }

    /** The version of {@link Protocol} that a node must understand to take it. */
    public int version() {
        return Math.max(PolicyCodec.version(bundle), sections.isEmpty() ? Protocol.WHOLE : Protocol.SECTIONS);
    }

    public PolicyMessage signed(PolicySignature by) {
        return new PolicyMessage(revision, hash, bundle, sections, Optional.of(by), privacyKey);
    }

    /** To be signed after this. */
    public PolicyMessage with(PrivacyKey key) {
        return new PolicyMessage(revision, hash, bundle, sections, signature, Optional.of(key));
    }

    /** What is signed: the place in the order, the hash, which stands for all that the policy decides, and the key if any. */
    public byte[] signedBytes() {
        return PolicySignature.bytes(revision, hash, privacyKey);
    }
}
