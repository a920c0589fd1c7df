package dev.sluice.slave.section;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.jms.SectionFile;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Makes policies whole: puts the long lists into them that travel apart, from disk or else from the master. Of what comes
 * only the digest is believed. Safe for any thread; one that waits for the master does not hold up another.
 */
public final class Sections {
    /** Longer lists are not fetched: the node could not hold them. */
    static final long MAX_BYTES = 64L * 1024 * 1024;

    private final SectionFolder folder;
    private final SectionSource source;
    private final Map<String, SectionFile> unsaved = new HashMap<>();
    private final LongAdder fetched = new LongAdder();
    private final LongAdder deltas = new LongAdder();

    /** Opens the folder, and makes it where there is none. */
    public Sections(Path folder, SectionSource source) throws IOException {
        this.folder = new SectionFolder(folder);
        this.source = source;
    }

    /**
     * The policy with its long lists. Fetches what is not here; keeps that until {@link #save}.
     *
     * @param bases sections of policies that are here, the best base for a delta first
     * @throws IOException when a list is neither here nor to be had now, in words for people
     */
    public PolicyBundle whole(PolicyMessage message, List<Section> bases) throws IOException {
        Map<String, List<String>> lists = new HashMap<>();
        for (Section section : message.sections()) {
            Optional<SectionFile> here = find(section.digest());
            SectionFile file = here.isPresent() ? here.get() : fetch(section, bases);
            lists.put(section.category(), file.domains());
        }
        return whole(message.bundle(), lists);
    }

    /** The same from disk alone. @throws IOException when a list is not there */
    public PolicyBundle kept(PolicyMessage message) throws IOException {
        Map<String, List<String>> lists = new HashMap<>();
        for (Section section : message.sections()) {
            SectionFile file = find(section.digest())
                    .orElseThrow(
                            () -> new IOException("the list of the category " + section.category() + " is missing"));
            lists.put(section.category(), file.domains());
        }
        return whole(message.bundle(), lists);
    }

    private static PolicyBundle whole(PolicyBundle bundle, Map<String, List<String>> lists) {
        if (lists.isEmpty()) {
            return bundle;
        }
        List<Category> categories = bundle.categories().stream()
                .map(category -> new Category(category.name(), lists.getOrDefault(category.name(), category.domains())))
                .toList();
        return bundle.withCategories(categories);
    }

    private synchronized Optional<SectionFile> find(String digest) {
        SectionFile waiting = unsaved.get(digest);
        return waiting == null ? folder.find(digest) : Optional.of(waiting);
    }

    private SectionFile fetch(Section section, List<Section> bases) throws IOException {
        if (section.bytes() > MAX_BYTES) {
            throw new IOException("the list of the category " + section.category() + " has " + section.bytes()
                    + " bytes; this node takes " + MAX_BYTES + " at most");
        }
        Optional<SectionFile> base = base(section, bases);
        Optional<SectionFile> file = base.isPresent() ? ask(section, base.get()) : Optional.empty();
        SectionFile found = file.isPresent() ? file.get() : askWhole(section);
        fetched.increment();
        synchronized (this) {
            unsaved.put(section.digest(), found);
        }
        return found;
    }

    private Optional<SectionFile> base(Section wanted, List<Section> bases) {
        return bases.stream()
                .filter(section -> section.category().equals(wanted.category()))
                .flatMap(section -> find(section.digest()).stream())
                .findFirst();
    }

    /** Empty when the delta does not lead to what was wanted; then the file has to be asked for as a whole. */
    private Optional<SectionFile> ask(Section section, SectionFile base) throws IOException {
        SectionSource.Answer answer = source.get(section.digest(), base.digest(), section.bytes());
        try {
            SectionFile file = answer.delta() ? base.with(answer.content()) : SectionFile.read(answer.content());
            if (file.digest().equals(section.digest())) {
                deltas.add(answer.delta() ? 1 : 0);
                return Optional.of(file);
            }
        } catch (MalformedMessageException e) {
            // as good as another file
        }
        return Optional.empty();
    }

    private SectionFile askWhole(Section section) throws IOException {
        SectionSource.Answer answer = source.get(section.digest(), "", section.bytes());
        try {
            SectionFile file = SectionFile.read(answer.content());
            if (file.digest().equals(section.digest())) {
                return file;
            }
        } catch (MalformedMessageException e) {
            throw new IOException(
                    "the list of the category " + section.category() + " came damaged: " + e.getMessage(), e);
        }
        throw new IOException("another list came than the one of the category " + section.category());
    }

    /** Writes what was fetched; all of it would survive a power failure when this returns. */
    public synchronized void save() throws IOException {
        for (SectionFile file : List.copyOf(unsaved.values())) {
            folder.save(file);
            unsaved.remove(file.digest());
        }
    }

    /** Forgets what was fetched for nothing and is not on disk, save what another policy still needs. */
    public synchronized void drop(List<Section> fetchedForNothing, List<Section> needed) {
        for (Section section : fetchedForNothing) {
            if (needed.stream().noneMatch(other -> other.digest().equals(section.digest()))) {
                unsaved.remove(section.digest());
            }
        }
    }

    /** Forgets all lists but those that are named here. */
    public synchronized void retain(List<Section> needed) {
        var digests = needed.stream().map(Section::digest).collect(Collectors.toSet());
        unsaved.keySet().retainAll(digests);
        folder.retain(digests);
    }

    /** Lists that came from the master. */
    public long fetched() {
        return fetched.sum();
    }

    /** Of them, those that came as a delta. */
    public long deltas() {
        return deltas.sum();
    }
}
