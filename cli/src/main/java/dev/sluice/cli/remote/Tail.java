package dev.sluice.cli.remote;

import dev.sluice.cli.cluster.Problem;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;

/** Follows the records as they are stored, and keeps its place while the master or its database is away. Not thread-safe. */
final class Tail {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Portal portal;
    private final String question;
    private final PrintWriter err;
    private boolean away;

    /** @param filter the query's beginning; empty or ends with an ampersand */
    Tail(Portal portal, String filter, PrintWriter err) {
        this.portal = portal;
        this.question = "records/arrivals?" + filter + "after=";
        this.err = err;
    }

    /**
     * Hands over what each look finds, until the time is over.
     *
     * @throws Problem when the first look fails, and later when asking again is in vain
     */
    void follow(Duration time, Consumer<JsonObject> found) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        String mark = portal.get(question).getString("mark");
        Duration pause = LOOK_AGAIN;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            Thread.sleep(Math.min(pause.toMillis(), Duration.ofNanos(left).toMillis()));
            try {
                JsonObject look = portal.get(question + mark);
                sayThatItIsBack();
                found.accept(look);
                mark = look.getString("mark");
                pause = look.getBoolean("more") ? Duration.ZERO : LOOK_AGAIN;
            } catch (MasterAway e) {
                sayThatItIsAway(e);
                pause = e.pause();
            }
        }
    }

    private void sayThatItIsAway(MasterAway problem) {
        if (!away) {
            err.println("sluice: " + problem.what());
            err.println("        This goes on as soon as it answers again, with what is stored until then.");
            err.flush();
        }
        away = true;
    }

    private void sayThatItIsBack() {
        if (away) {
            err.println("sluice: The master answers again.");
            err.flush();
        }
        away = false;
    }
}
