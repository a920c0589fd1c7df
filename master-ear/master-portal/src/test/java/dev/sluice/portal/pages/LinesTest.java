package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void takesValuesHoweverTheyAreParted() {
        assertThat(Lines.values("a.example, b.example;c.example\r\n\n  d.example  a.example\n"))
                .containsExactly("a.example", "b.example", "c.example", "d.example");
    }

    @Test
    void leavesRemarksOut() {
        assertThat(Lines.values("# ads\na.example # the worst\n#b.example")).containsExactly("a.example");
    }

    @Test
    void showsOneValueOnALine() {
        assertThat(Lines.text(List.of("a", "b"))).isEqualTo("a\nb");
        assertThat(Lines.values("")).isEmpty();
    }
}
