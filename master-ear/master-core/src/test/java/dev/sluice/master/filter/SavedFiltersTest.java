package dev.sluice.master.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.master.audit.Told;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedFiltersTest {
    private static final SavedFilter MINE = new SavedFilter("ann", "Blocked ads (4xx)", "action=block&status=4xx");
    private static final SavedFilter SHARED = new SavedFilter("", "Fehler", "error=*");

    private final TestDatabase database = TestDatabase.create();
    private final SavedFilters filters =
            new SavedFilters(database.jdbc(), TestLease.held(database.jdbc()), Clock.systemUTC());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsOnesOwnAndSharedOnes() {
        assertThat(filters.add(SHARED, "bob")).isTrue();
        assertThat(filters.add(MINE, "ann")).isTrue();

        assertThat(filters.of("ann")).containsExactly(MINE, SHARED);
        assertThat(filters.of("bob")).containsExactly(SHARED);
    }

    @Test
    void takesANameOnceForEachOwner() {
        filters.add(MINE, "ann");

        assertThat(filters.add(new SavedFilter("ann", MINE.name(), ""), "ann")).isFalse();
        assertThat(filters.add(new SavedFilter("bob", MINE.name(), ""), "bob")).isTrue();
        assertThat(filters.of("ann")).containsExactly(MINE);
    }

    @Test
    void renamesAndDeletes() {
        filters.add(MINE, "ann");
        filters.add(SHARED, "ann");
        filters.add(new SavedFilter("ann", "Taken", ""), "ann");

        assertThat(filters.rename(SHARED, "Errors", "bob")).isTrue();
        assertThat(filters.rename(SHARED, "Mistakes", "bob")).as("gone").isFalse();
        assertThat(filters.rename(MINE, "Taken", "ann")).as("taken").isFalse();
        assertThat(filters.delete(MINE, "ann")).isTrue();
        assertThat(filters.delete(MINE, "ann")).isFalse();

        assertThat(filters.of("ann")).extracting(SavedFilter::name).containsExactly("Taken", "Errors");
        assertThat(Told.by(database))
                .contains(
                        "bob filter.rename Fehler {\"query\":\"error=*\",\"shared\":true} > {\"name\":\"Errors\"}",
                        "ann filter.delete Blocked ads (4xx) {\"query\":\"action=block&status=4xx\",\"shared\":false}")
                .hasSize(5);
    }

    @Test
    void keepsSoManyAndNotMore() {
        database.jdbc().run(connection -> connection
                .createStatement()
                .execute("INSERT INTO saved_filter SELECT 'ann', 'f' || n, '' FROM generate_series(1, "
                        + SavedFilters.MOST + ") n"));

        assertThat(filters.add(MINE, "ann")).isFalse();
        assertThat(filters.add(SHARED, "ann")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "a\\b", "a\nb", "a\0b"})
    void refusesNamesThatNobodyCanReadOrAddress(String name) {
        assertThatThrownBy(() -> new SavedFilter("ann", name, "")).hasMessageContaining("60 characters");
        assertThatThrownBy(() -> new SavedFilter("ann", "x".repeat(61), "")).hasMessageContaining("60 characters");
    }
}
