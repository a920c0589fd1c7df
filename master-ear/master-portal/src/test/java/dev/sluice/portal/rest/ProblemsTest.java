package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void tellsNothingOfTheInsideOfTheProgram() {
        Problem problem = Problems.of(new IllegalStateException("jdbc:postgresql://secret"));

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.toJson().toString()).doesNotContain("jdbc").doesNotContain("Exception");
    }

    @Test
    void namesTheStatusInWords() {
        assertThat(new Problem(422, "x").toJson().getString("title")).isEqualTo("Unprocessable Content");
        assertThat(new Problem(412, "x").toJson().getString("title")).isEqualTo("Precondition Failed");
    }
}
