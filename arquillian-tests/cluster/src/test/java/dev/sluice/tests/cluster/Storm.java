package dev.sluice.tests.cluster;

import dev.sluice.tests.cluster.Fault.Struck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Faults that strike one after the other, the next often before the last is mended. A seed decides which comes next, how
 * long it lasts and the pause before it: the order is that of a deck of all faults, shuffled anew each time it is dealt
 * out. When they come depends on how long the cluster needs to mend.
 */
final class Storm {
    private static final int MOST_PAUSE_MILLIS = 4_000;
    private static final int LEAST_MILLIS = 2_000;
    private static final int MORE_MILLIS = 6_000;

    private final long start = System.nanoTime();
    private final List<Fault> faults;
    private final Random random;
    private final Map<String, Semaphore> alone = new ConcurrentHashMap<>();
    private final Semaphore starts = new Semaphore(Faults.STARTS);
    private final List<Struck> struck = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();

    Storm(List<Fault> faults, long seed) {
        this.faults = faults;
        this.random = new Random(seed);
    }

    /** Goes on for that long, and on to the end of the first deck, unless one fails; then waits until all is mended. */
    void rage(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        ExecutorService threads = Executors.newCachedThreadPool();
        for (boolean whole = false; failed.isEmpty() && (!whole || System.nanoTime() < end); whole = true) {
            List<Fault> deck = new ArrayList<>(faults);
            Collections.shuffle(deck, random);
            for (Fault fault : deck) {
                Duration lasts = Duration.ofMillis(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
                if (!failed.isEmpty() || whole && System.nanoTime() > end) {
                    break;
                }
                acquire(fault);
                threads.submit(() -> strike(fault, lasts));
            }
        }
        threads.shutdown();
        if (!threads.awaitTermination(10, TimeUnit.MINUTES)) {
            failed.add("a fault was not mended within ten minutes");
        }
    }

    /** Each fault that came, with the time until it was mended. */
    List<Struck> struck() {
        return struck;
    }

    /** Faults that could not be brought about, or did not mend. */
    List<String> failed() {
        return failed;
    }

    /** How often each came. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        faults.forEach(fault -> counts.put(fault.name(), 0));
        struck.forEach(one -> counts.merge(one.fault().name(), 1, Integer::sum));
        return counts;
    }

    private void acquire(Fault fault) throws InterruptedException {
        for (String part : fault.alone()) {
            alone.computeIfAbsent(part, key -> new Semaphore(1)).acquire();
        }
        starts.acquire(fault.starts());
    }

    private void strike(Fault fault, Duration lasts) {
        long begin = System.nanoTime();
        try {
            fault.strike().run(lasts);
        } catch (Exception | AssertionError e) {
            failed.add(fault.name() + ": " + e);
        } finally {
            Struck one = new Struck(fault, begin, System.nanoTime());
            struck.add(one);
            System.out.printf("%6d s to %d s: %s%n", seconds(one.begin()), seconds(one.end()), fault.name());
            fault.alone().forEach(part -> alone.get(part).release());
            starts.release(fault.starts());
        }
    }

    private long seconds(long time) {
        return TimeUnit.NANOSECONDS.toSeconds(time - start);
    }
}
