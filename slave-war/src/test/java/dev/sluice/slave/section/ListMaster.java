package dev.sluice.slave.section;

import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.jms.SectionFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A master that has long lists, and counts what is asked. */
public final class ListMaster implements SectionSource {
    /** What was asked: a digest, and after a comma the base if there was one. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final Map<String, SectionFile> files = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile UnaryOperator<Answer> altering = answer -> answer;

    /** Publishes a list. */
    public Section add(String category, Collection<String> domains) {
        SectionFile file = SectionFile.of(domains);
        files.put(file.digest(), file);
        return new Section(category, file.digest(), file.length());
    }

    public List<String> domains(Section section) {
        return Objects.requireNonNull(files.get(section.digest())).domains();
    }

    public void away(boolean yes) {
        away = yes;
    }

    /** Does something to every answer. */
    public void alter(UnaryOperator<Answer> how) {
        altering = how;
    }

    @Override
    public Answer get(String digest, String base, long most) throws IOException {
        asked.add(base.isEmpty() ? digest : digest + "," + base);
        if (away || !files.containsKey(digest)) {
            throw new IOException(away ? "the master is away" : "the master answers 404");
        }
        SectionFile file = Objects.requireNonNull(files.get(digest));
        SectionFile from = files.get(base);
        Answer answer = from == null ? new Answer(file.bytes(), false) : new Answer(file.deltaFrom(from), true);
        return altering.apply(answer);
    }

    public static List<String> domains(String prefix, int count) {
        List<String> domains = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            domains.add(prefix + i + ".example");
        }
        return domains;
    }
}
