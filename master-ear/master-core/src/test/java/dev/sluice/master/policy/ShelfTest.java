package dev.sluice.master.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.policy.Sections.Found;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private final Shelf shelf = new Shelf(100);

    @Test
    void forgetsFirstWhatWasNotAskedForTheLongest() {
        shelf.put("a", answer(40));
        shelf.put("b", answer(40));
        assertThat(shelf.find("a")).isPresent();
        shelf.put("c", answer(40));
        assertThat(shelf.find("b")).isEmpty();
        assertThat(shelf.find("a")).isPresent();
        assertThat(shelf.find("c")).isPresent();
    }

    @Test
    void countsAnAnswerThatIsPutTwiceOnce() {
        shelf.put("a", answer(60));
        shelf.put("a", answer(60));
        shelf.put("b", answer(40));
        assertThat(shelf.find("a")).isPresent();
        assertThat(shelf.find("b")).isPresent();
    }

    @Test
    void keepsNothingThatNeedsAllTheRoom() {
        shelf.put("a", answer(40));
        shelf.put("b", answer(100));
        assertThat(shelf.find("a")).isPresent();
        assertThat(shelf.find("b")).isEmpty();
    }

    private static Found answer(int bytes) {
        return new Found(new byte[bytes], false);
    }
}
