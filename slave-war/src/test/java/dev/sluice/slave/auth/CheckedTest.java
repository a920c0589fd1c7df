package dev.sluice.slave.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CheckedTest {
    private final Checked checked = new Checked(2);
    private final List<String> made = new ArrayList<>();

    private CompletableFuture<Boolean> get(String key) {
        return checked.get(key, () -> {
            made.add(key);
            return CompletableFuture.completedFuture(true);
        });
    }

    @Test
    void makesEachOnce() {
        assertThat(get("a")).isSameAs(get("a"));
        assertThat(made).containsExactly("a");
    }

    @Test
    void keepsThoseThatWereAskedForLast() {
        for (String other : List.of("b", "c", "d", "e", "f", "g")) {
            get("a");
            get(other);
        }
        assertThat(made).containsExactly("a", "b", "c", "d", "e", "f", "g");

        get("b");
        assertThat(made).endsWith("b");
    }

    @Test
    void keepsNoneThatWasRefused() {
        CompletableFuture<Boolean> refused = checked.get("a", () -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(refused).isCompletedExceptionally();
        assertThat(get("a")).isCompletedWithValue(true);
    }
}
