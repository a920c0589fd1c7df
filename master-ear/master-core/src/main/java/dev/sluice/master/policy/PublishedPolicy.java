package dev.sluice.master.policy;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A revision: a policy that was published and never changes again.
 *
 * @param bundle as its authors wrote it
 * @param sections its long lists, as nodes fetch them
 */
public record PublishedPolicy(
        Revision revision,
        String hash,
        PolicyBundle bundle,
        Instant publishedAt,
        String publishedBy,
        String comment,
        List<Section> sections) {
    public PublishedPolicy {
        sections = List.copyOf(sections);
    }

    /** A policy without long lists. */
    public PublishedPolicy(
            Revision revision,
            String hash,
            PolicyBundle bundle,
            Instant publishedAt,
            String publishedBy,
            String comment) {
        this(revision, hash, bundle, publishedAt, publishedBy, comment, List.of());
    }

    /** The version of {@link Protocol} that a node must understand at least to enforce it. */
    public int protocol() {
        return new PolicyMessage(revision, hash, bundle).version();
    }

    /** Whether a node that understands this can be sent it, in one form or another. */
    public boolean isFor(Protocol node) {
        return Protocol.CURRENT.overlaps(node) && node.newest() >= protocol();
    }

    /** As a message, not yet signed, with the long lists named only. */
    public PolicyMessage message() {
        Set<String> away = sections.stream().map(Section::category).collect(Collectors.toSet());
        List<Category> categories = bundle.categories().stream()
                .map(category -> away.contains(category.name()) ? new Category(category.name(), List.of()) : category)
                .toList();
        return new PolicyMessage(revision, hash, bundle.withCategories(categories), sections, Optional.empty());
    }

    /** As a message, not yet signed, with everything in it: for nodes that fetch nothing. */
    public PolicyMessage wholeMessage() {
        return new PolicyMessage(
                revision, hash, sections.isEmpty() ? bundle : Cut.of(bundle).whole());
    }
}
