package dev.sluice.master.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.TestDatabase;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Database jdbc = database.jdbc();
    private final Lease lease = TestLease.held(jdbc);
    private final Members members = new Members(jdbc, lease);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takesInWhoSpeaksAndKnowsThemAfterARestart() {
        Member met = members.meet("a", NOW);
        assertThat(met).isEqualTo(new Member("a", "", "", NOW, Optional.empty()));
        assertThat(members.meet("a", NOW.plusSeconds(9))).isEqualTo(met);
        Members restarted = new Members(jdbc, lease);
        restarted.start();
        assertThat(restarted.all()).containsExactly(met);
    }

    @Test
    void removesAndReadmits() {
        members.meet("a", NOW);
        assertThat(jdbc.<Boolean>call(connection -> members.remove(connection, "a", NOW)))
                .isTrue();
        assertThat(members.refresh("a").removedAt()).contains(NOW);
        assertThat(members.isRemoved("a")).isTrue();
        assertThat(jdbc.<Boolean>call(connection -> members.remove(connection, "a", NOW)))
                .isFalse();
        assertThat(jdbc.<Boolean>call(connection -> members.readmit(connection, "a")))
                .isTrue();
        members.refresh("a");
        assertThat(members.isRemoved("a")).isFalse();
        assertThat(jdbc.<Boolean>call(connection -> members.readmit(connection, "a")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Branch", "-a", "a b", "a_b", "a,b"})
    void refusesWhatIsNoNameForAGroup(String group) {
        members.meet("a", NOW);
        assertThatThrownBy(() -> jdbc.run(connection -> members.putInGroup(connection, "a", group)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesNobodyInOnceAnotherMasterTookOver() {
        TestLease.takenFrom(lease, jdbc);
        assertThatThrownBy(() -> members.meet("a", NOW)).isInstanceOf(LeaseLostException.class);
        assertThat(members.find("a")).isEmpty();
    }
}
