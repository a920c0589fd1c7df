package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.report.SearchTooLongException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void tellsNothingOfTheInsideOfTheProgram() {
        Problem problem = Problems.of(new IllegalStateException("jdbc:postgresql://secret"));

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.toJson().toString()).doesNotContain("jdbc").doesNotContain("Exception");
    }

    @Test
    void tellsADatabaseThatIsAwayFromOneThatRefuses() {
        Problem away = Problems.of(new DatabaseException("x", new SQLException("gone", "08006")));
        Problem refused = Problems.of(new DatabaseException("x", new SQLException("twice", "23505")));

        assertThat(away.status()).isEqualTo(503);
        assertThat(away.retryAfter()).isPositive();
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.detail()).contains("reference");
    }

    @Test
    void doesNotAdviseToTryAgainWhatMayBeDone() {
        Problem unsure = Problems.of(DatabaseException.atCommit(new SQLException("gone", "08006")));

        assertThat(unsure.status()).isEqualTo(503);
        assertThat(unsure.retryAfter()).isZero();
        assertThat(unsure.detail()).contains("may be done");
    }

    @Test
    void saysWhenTryingAgainMayHelp() {
        assertThat(new Problems()
                        .toResponse(new ProblemException(Problem.passing("x")))
                        .getHeaderString("Retry-After"))
                .isEqualTo("5");
        assertThat(new Problems()
                        .toResponse(SearchTooLongException.after(20))
                        .getHeaders()
                        .keySet())
                .doesNotContain("Retry-After");
    }

    @Test
    void namesTheStatusInWords() {
        assertThat(new Problem(422, "x").toJson().getString("title")).isEqualTo("Unprocessable Content");
        assertThat(new Problem(412, "x").toJson().getString("title")).isEqualTo("Precondition Failed");
    }
}
