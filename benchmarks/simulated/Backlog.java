import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * What a long absence of the master costs afterwards: one simulated node brings the records of many hours, while another one
 * goes on at the live rate and policies are published.
 *
 * <p>{@code benchmarks/backlog PORTAL CA.CRT HOURS RATE}; see README.md.
 */
public final class Backlog {
    private final SimulatedNodes all;
    private final long rate;
    private volatile boolean drained;
    private long slowestLiveMillis;

    private Backlog(SimulatedNodes all, long rate) {
        this.all = all;
        this.rate = rate;
    }

    public static void main(String[] args) throws Exception {
        SimulatedNodes all = new SimulatedNodes(
                URI.create(args[0]), Path.of(args[1]), Files.createDirectories(Path.of(args[4])));
        try {
            all.enrol(2);
            all.connect("connections");
            new Backlog(all, Long.parseLong(args[3])).run(Duration.ofHours(Long.parseLong(args[2])));
        } catch (Exception e) {
            e.printStackTrace();
        }
        all.cleanUp();
        System.exit(0);
    }

    private void run(Duration away) throws Exception {
        CompletableFuture<Void> live = CompletableFuture.runAsync(this::live);
        all.publish("at the live rate", () -> true);
        RecordStream late = all.nodes().get(1).records();
        long records = away.toSeconds() * rate;
        Instant first = Instant.now().minus(away);
        CompletableFuture<Void> draining = CompletableFuture.runAsync(() -> drain(late, records, first));
        all.publish("while the backlog drains", () -> drained);
        draining.join();
        live.join();
        System.out.printf("the slowest batch at the live rate was stored after %d ms%n", slowestLiveMillis);
    }

    private void drain(RecordStream late, long records, Instant first) {
        long begin = System.nanoTime();
        try {
            late.send(records, first, Duration.ofNanos(TimeUnit.SECONDS.toNanos(1) / rate));
        } catch (Exception e) {
            throw new CompletionException(e);
        } finally {
            drained = true;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%d records drained in %.1f s: %.0f a second, %.1f times the live rate of %d%n",
                records, seconds, records / seconds, records / seconds / rate, rate);
    }

    /** Each tenth of a second what came in it, as a node does under load. */
    private void live() {
        RecordStream records = all.nodes().get(0).records();
        try {
            for (long next = System.nanoTime(); !drained; next += TimeUnit.MILLISECONDS.toNanos(100)) {
                long begin = System.nanoTime();
                records.send(rate / 10, Instant.now(), Duration.ZERO);
                slowestLiveMillis = Math.max(slowestLiveMillis, (System.nanoTime() - begin) / 1_000_000);
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
