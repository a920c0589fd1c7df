package dev.sluice.slave.accesslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("access.log");
    }

    private static void append(LogFile file, String... lines) throws IOException {
        for (String line : lines) {
            file.append(ByteBuffer.wrap((line + "\n").getBytes(US_ASCII)));
        }
    }

    @Test
    void appendsToWhatIsThereAndIsForOwnerAndGroup() throws IOException {
        append(new LogFile(path(), 100, 1), "one");
        append(new LogFile(path(), 100, 1), "two", "three");

        assertThat(path()).hasContent("one\ntwo\nthree\n");
        assertThat(Files.getPosixFilePermissions(path())).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void beginsAnewBeforeItIsTooLargeAndKeepsTheNewestOldOnes() throws IOException {
        LogFile file = new LogFile(path(), 10, 2);
        append(file, "first", "second", "third", "4", "5", "6", "a line that is longer than a file", "last");

        assertThat(path()).hasContent("last\n");
        assertThat(folder.resolve("access.log.1")).hasContent("a line that is longer than a file\n");
        assertThat(folder.resolve("access.log.2")).hasContent("6\n");
        assertThat(folder.toFile().list()).hasSize(3);
    }

    @Test
    void keepsNoOldOneWhereNoneIsWanted() throws IOException {
        append(new LogFile(path(), 10, 0), "first", "second");

        assertThat(path()).hasContent("second\n");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void leavesAFileThatWasMovedAndOneThatWasRemoved() throws IOException {
        LogFile file = new LogFile(path(), 100, 1);
        append(file, "one");
        Path moved = Files.move(path(), folder.resolve("access.log-20260301"));
        append(file, "two");
        assertThat(moved).hasContent("one\n");
        assertThat(path()).hasContent("two\n");
        Files.delete(path());
        append(file, "three");
        assertThat(path()).hasContent("three\n");
    }

    @Test
    void goesOnAtTheEndOfAFileThatWasCopiedAndCut() throws IOException {
        LogFile file = new LogFile(path(), 100, 1);
        append(file, "one");
        FileChannel.open(path(), StandardOpenOption.WRITE).truncate(0).close();
        append(file, "two");

        assertThat(Files.readString(path())).isEqualTo("two\n");
    }

    @Test
    void cutsALineThatACrashLeftTorn() throws IOException {
        Files.writeString(path(), "one\ntwo\nthr");
        append(new LogFile(path(), 100, 1), "four");
        assertThat(path()).hasContent("one\ntwo\nfour\n");
        Files.writeString(path(), "torn");
        append(new LogFile(path(), 100, 1), "five");
        assertThat(path()).hasContent("five\n");
    }
}
