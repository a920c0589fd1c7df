package dev.sluice.slave.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.privacy.Visit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final Alarms alarms = new Alarms(new SetClock());

    private Path path() {
        return folder.resolve("access.log");
    }

    private AccessLog log(int waiting) {
        return new AccessLog(new LogFile(path(), 1L << 20, 2), alarms, Thread::new, waiting);
    }

    /** Also where a client sent what is no address, no name and no path. */
    @Test
    void writesLinesThatCalamarisReadsWhole() throws Exception {
        AccessLog log = log(10_000);
        log.start();
        log.accept(Visit.of("10.1.2.3", "", "/a"));
        log.accept(Visit.of("10.1.2.0/24", "~0123456789abcdef", "/~0123456789abcdef?~0123456789abcdef"));
        log.accept(Visit.of("", "", ""));
        log.accept(Visit.of("2001:db8::1", "a b\r\nc", "/ \u2028\"x?q=\n"));
        for (int i = 0; i < 1_000; i++) {
            log.accept(Visit.of("10.1.2." + i % 250, "user" + i, "/page/" + i));
        }
        log.close();

        assertThat(log.written()).isEqualTo(1_004);
        assertThat(Files.readAllLines(path())).hasSize(1_004).allMatch(line -> line.split(" +").length == 10);
        assertThat(Files.readAllLines(path()).get(0))
                .isEqualTo(
                        "0.007      7 10.1.2.3 TCP_MISS/200 2 GET http://www.example.com/a - HIER_DIRECT/192.0.2.7 text/html");
        assertThat(calamaris())
                .containsPattern("lines parsed: +lines +1004\\s")
                .containsPattern("invalid lines: +lines +0\\s");
    }

    private String calamaris() throws IOException, InterruptedException {
        Process calamaris = new ProcessBuilder("calamaris", "-a", "-n")
                .redirectInput(path().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(calamaris.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(calamaris.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void dropsAndCountsWhatFindsTooManyWaiting() {
        AccessLog log = log(2);
        for (int i = 0; i < 5; i++) {
            log.accept(Visit.of("10.1.2.3", "", "/"));
        }

        assertThat(log.dropped()).isEqualTo(3);
        log.start();
        log.close();
        log.accept(Visit.of("10.1.2.3", "", "/"));
        assertThat(log.written()).isEqualTo(2);
        assertThat(log.dropped()).isEqualTo(4);
    }

    @Test
    void countsAndSaysOnceWhatAFullDiskDoesNotTakeAndGoesOnWhenItDoes() throws Exception {
        Files.createSymbolicLink(path(), Path.of("/dev/full"));
        AccessLog log = log(10);
        log.start();
        log.accept(Visit.of("10.1.2.3", "", "/lost"));
        await().atMost(PATIENCE).until(() -> log.dropped() == 1);
        assertThat(alarms.latest()).contains("access.log", "No space left on device");
        log.accept(Visit.of("10.1.2.3", "", "/lost"));
        await().atMost(PATIENCE).until(() -> log.dropped() == 2);

        Files.delete(path());
        log.accept(Visit.of("10.1.2.3", "", "/kept"));
        await().atMost(PATIENCE).until(() -> log.written() == 1);
        assertThat(alarms.latest()).isEmpty();
        log.close();
        assertThat(Files.readString(path())).contains("/kept").doesNotContain("/lost");
    }

    @Test
    void saysThatItsFolderIsMissing() {
        AccessLog log = new AccessLog(new LogFile(folder.resolve("no/access.log"), 100, 1), alarms, Thread::new);
        log.start();
        log.accept(Visit.of("10.1.2.3", "", "/"));
        log.close();

        assertThat(log.dropped()).isEqualTo(1);
        assertThat(alarms.latest()).contains("no/access.log");
    }
}
