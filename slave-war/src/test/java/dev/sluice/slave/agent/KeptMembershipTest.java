package dev.sluice.slave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptMembershipTest {
    @TempDir
    private Path folder;

    private final Alarms alarms = new Alarms(new SetClock());

    private KeptMembership open() {
        return new KeptMembership(folder.resolve("membership"), alarms);
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(open().epoch()).isZero();
        assertThat(open().group()).isEmpty();
    }

    @Test
    void remembersTheHighestEpochAndTheGroupOverARestart() {
        KeptMembership membership = open();
        membership.see(7);
        membership.see(3);
        assertThat(membership.join("branch")).isTrue();
        assertThat(membership.join("branch")).isFalse();
        assertThat(open().epoch()).isEqualTo(7);
        assertThat(open().group()).isEqualTo("branch");
        assertThat(open().join("")).isTrue();
        assertThat(open().group()).isEmpty();
    }

    @Test
    void beginsAnewWhereTheFileIsDamaged() throws IOException {
        open().see(7);
        Files.writeString(folder.resolve("membership"), "epoch=9");
        assertThat(open().epoch()).isZero();
    }

    @Test
    void saysThatTheDiskDoesNotTakeItAndWritesItLater() throws IOException {
        Path file = folder.resolve("membership");
        Files.createDirectories(file.resolve("in the way"));
        KeptMembership membership = open();
        membership.see(7);
        assertThat(membership.epoch()).isEqualTo(7);
        assertThat(alarms.latest()).contains("cannot be written");
        Files.delete(file.resolve("in the way"));
        Files.delete(file);
        membership.saveUnsaved();
        assertThat(alarms.latest()).isEmpty();
        assertThat(open().epoch()).isEqualTo(7);
    }
}
