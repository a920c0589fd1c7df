package dev.sluice.master.report;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Where the records are that this master has stored of late, in the order of storing: so who follows them need not look through
 * all, and misses none that comes late. Only the newest batches are known, as many as come in a minute or more. Safe for any
 * thread.
 */
@ApplicationScoped
class Arrivals {
    private static final int KEPT = 20_000;

    /** Tells the marks of this master from those of its earlier lives. */
    private final String life = UUID.randomUUID().toString();

    private final NavigableMap<Long, List<StoredSpan>> batches = new TreeMap<>();
    private long next;

    /**
     * Some batches, one behind the other.
     *
     * @param next the number of the batch behind them
     * @param missed whether there were others before them, which are no longer known
     */
    record Some(List<StoredSpan> spans, long next, boolean missed) {
        int records() {
            return spans.stream().mapToInt(StoredSpan::records).sum();
        }
    }

    /** Of one batch, which is committed. Those of one boot come in the order of their sequences. */
    synchronized void add(List<StoredSpan> batch) {
        batches.put(next++, List.copyOf(batch));
        if (batches.size() > KEPT) {
            batches.pollFirstEntry();
        }
    }

    /** What stands for the batches before that number. */
    String mark(long number) {
        return life + "." + number;
    }

    /** The number of the batch that comes next. */
    synchronized long next() {
        return next;
    }

    /** The number that the mark stands for; -1 for a mark of another master. */
    long number(String mark) {
        return mark.startsWith(life + ".") ? Long.parseLong(mark.substring(life.length() + 1)) : -1;
    }

    /** From that batch on, until there are so many records or nothing more. */
    synchronized Some from(long number, int records) {
        List<StoredSpan> spans = new ArrayList<>();
        long end = number;
        int count = 0;
        for (var batch : batches.tailMap(number, true).entrySet()) {
            if (count >= records) {
                break;
            }
            spans.addAll(batch.getValue());
            count += batch.getValue().stream().mapToInt(StoredSpan::records).sum();
            end = batch.getKey() + 1;
        }
        return new Some(spans, end, number < next - batches.size());
    }
}
