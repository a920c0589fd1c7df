package dev.sluice.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path folder;

    @Test
    void givesTheLastLines() throws Exception {
        LogFile log = log("one\ntwo\nthree\n");

        assertThat(log.tail(2)).containsExactly("two", "three");
        assertThat(log.tail(9)).containsExactly("one", "two", "three");
    }

    @Test
    void hasNoLinesBeforeThereIsAFile() throws Exception {
        assertThat(new LogFile(folder.resolve("none.log")).tail(5)).isEmpty();
    }

    @Test
    void readsOnlyTheEndOfALongLog() throws Exception {
        LogFile log = log("x".repeat(1_000_000) + "\nlast\n");

        assertThat(log.tail(1)).containsExactly("last");
    }

    @Test
    void findsTheLastLineWithABeginningThatWasWrittenSinceThen() throws Exception {
        LogFile log = log("say: one\n");
        long then = log.size();

        assertThat(log.last(LogFileTest::isSaid, 0)).contains("say: one");
        assertThat(log.last(LogFileTest::isSaid, then)).isEmpty();

        Files.writeString(log.path(), "say: one\nsay: two\nsay: three\nother\n");
        assertThat(log.last(LogFileTest::isSaid, then)).contains("say: three");
    }

    @Test
    void findsItInALogThatWasCutSinceThen() throws Exception {
        assertThat(log("say: one\n").last(LogFileTest::isSaid, 1_000)).contains("say: one");
        assertThat(new LogFile(folder.resolve("none.log")).last(LogFileTest::isSaid, 0))
                .isEmpty();
    }

    @Test
    void movesTheTextAwayWhileTheWriterGoesOn() throws Exception {
        LogFile log = log("old line\n");
        Process writer = new ProcessBuilder("sh", "-c", "read go; echo new line")
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()))
                .start();

        log.rotate(5);
        writer.outputWriter().append("go\n").close();
        writer.waitFor();

        assertThat(folder.resolve("part.log.1")).hasContent("old line\n");
        assertThat(log.path()).hasContent("new line\n");
    }

    @Test
    void keepsAShortLog() throws Exception {
        LogFile log = log("short\n");

        log.rotate();

        assertThat(log.path()).hasContent("short\n");
    }

    private LogFile log(String text) throws Exception {
        return new LogFile(Files.writeString(folder.resolve("part.log"), text));
    }

    private static boolean isSaid(String line) {
        return line.startsWith("say: ");
    }
}
