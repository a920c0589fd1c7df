package dev.sluice.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.ExitCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ReportCommandTest extends RemoteFixture {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC);

    private static final String EXTENT = "\"from\":\"2026-03-01T12:00:00Z\",\"to\":\"2026-03-02T12:00:00Z\","
            + "\"completeUpTo\":\"2026-03-02T11:59:58.419173657Z\",\"hoursLeft\":%d";

    private static String figures(int requests, long down) {
        return "\"requests\":%d,\"blocked\":3,\"errors\":2,\"tunnels\":1,\"bytesUp\":999,\"bytesDown\":%d"
                .formatted(requests, down);
    }

    private static String timed(int requests) {
        return figures(requests, 1_234_567) + ",\"latencyMillis\":{\"median\":1.5,\"p95\":20.0,\"p99\":300.1}";
    }

    private int report(String... words) {
        return run(new ReportCommand(CLOCK), words);
    }

    @Test
    void comparesADayUpToNowWithTheOneBefore() {
        master.answer(
                "GET reports/overview?from=2026-03-01T12%3A00%3A00Z&to=2026-03-02T12%3A00%3A00Z&",
                "{%s,\"figures\":{%s},\"before\":{%s}}".formatted(EXTENT.formatted(0), timed(70), timed(50)));

        assertThat(report("overview")).isZero();

        assertThat(out.toString())
                .contains("2026-03-01T12:00:00Z to 2026-03-02T12:00:00Z, complete up to 2026-03-02T11:59:58Z.")
                .containsPattern("this +70 +3 +2 +1 +999 B +1.2 MB +1.5 ms +20.0 ms +300.1 ms")
                .containsPattern("before +50 ")
                .doesNotContain("too little");
    }

    @Test
    void ranksAndPrintsNothingThatATerminalObeys() {
        master.answer(
                "GET reports/top/site?from=2026-02-23T12%3A00%3A00Z&to=2026-03-02T12%3A00%3A00Z&node=slave-1&by=bytes"
                        + "&limit=2",
                "{%s,\"values\":9,\"entries\":[{\"value\":\"a\\u001b[2J\",%s},{\"value\":\"\",%s}],\"rest\":{%s}}"
                        .formatted(
                                EXTENT.formatted(2), figures(7, 999_950), figures(6, 0), figures(5, Long.MAX_VALUE)));

        assertThat(report("top", "site", "--last", "7d", "--node", "slave-1", "--by", "bytes", "-n", "2"))
                .isZero();

        assertThat(out.toString())
                .contains("2 hours are still being summed up")
                .containsPattern("a\\?\\[2J +7 .* 1.0 MB")
                .containsPattern("\\(none\\) +6 .* 0 B")
                .containsPattern("\\(the rest\\) +5 .* 9.2 EB")
                .doesNotContain("\u001b");
    }

    @Test
    void printsASeries() {
        master.answer(
                "GET reports/series?from=2026-03-01T00%3A00%3A00Z&to=2026-03-01T02%3A00%3A00Z&step=hour",
                "{%s,\"step\":\"hour\",\"points\":[{\"from\":\"2026-03-01T00:00:00Z\",%s}]}"
                        .formatted(EXTENT.formatted(0), timed(70)));

        assertThat(report("series", "--from", "2026-03-01T00:00:00Z", "--to", "2026-03-01T02:00:00Z", "--step", "hour"))
                .isZero();

        assertThat(out.toString()).containsPattern("2026-03-01T00:00:00Z +70 .* 300.1 ms");
    }

    @Test
    void countsUsers() {
        String call = "GET reports/users?from=2026-03-02T10%3A00%3A00Z&to=2026-03-02T12%3A00%3A00Z&";
        String answer = "{%s,\"step\":\"hour\",\"points\":[{\"from\":\"2026-03-02T10:00:00Z\",\"users\":5}],"
                + "\"nodes\":{\"slave-1\":4,\"slave-2\":3}}";
        master.answer(call, answer.formatted(EXTENT.formatted(0)));

        assertThat(report("users", "--last", "2h")).isZero();
        assertThat(out.toString())
                .containsPattern("2026-03-02T10:00:00Z +5")
                .containsPattern("slave-1 +4")
                .containsPattern("slave-2 +3");

        assertThat(report("users", "--last", "2h", "--json")).isZero();
        assertThat(out.toString()).contains("\"nodes\":{\"slave-1\":4,\"slave-2\":3}");
    }

    private static String account(long applied) {
        return "{\"completeUpTo\":\"2026-03-02T11:59:58Z\",\"nodes\":[{\"node\":\"slave-1\",\"generated\":100,"
                + "\"applied\":" + applied + ",\"spooled\":5,\"dropped\":2,\"damaged\":1,\"missing\":0,\"lost\":0,"
                + "\"completeUpTo\":\"2026-03-02T11:59:58Z\",\"gaps\":[]}]}";
    }

    @Test
    void tellsByItsExitCodeWhetherRecordsAreMissing() {
        master.answer("GET reports/completeness", account(92)).then("GET reports/completeness", account(90));

        assertThat(report("completeness")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern("slave-1 +100 +92 +5 +3 +0 +2026-03-02T11:59:58Z");

        assertThat(report("completeness", "--json")).isEqualTo(ExitCode.NOT_READY);
        assertThat(report("completeness")).isEqualTo(ExitCode.NOT_READY);
        assertThat(out.toString()).containsPattern("slave-1 +100 +90 +5 +3 +2 ");
    }

    @Test
    void saysWhatIsWrongWithATime() {
        assertThat(report("overview", "--last", "1d", "--from", "2026-03-01T00:00:00Z"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("--last and --from both", "Leave one of them out.");
        assertThat(report("overview", "--last", "a day")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("--last is \"a day\"", "7d");
        assertThat(report("overview", "--to", "yesterday")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("--to is \"yesterday\"", "2026-03-01T00:00:00Z");
        assertThat(master.calls).isEmpty();
    }

    @Test
    void saysWhatTheMasterDoesNotKnow() {
        master.answer(
                "GET reports/top/sites?from=2026-03-01T12%3A00%3A00Z&to=2026-03-02T12%3A00%3A00Z&by=requests&limit=10",
                "{\"status\":400,\"detail\":\"The parameter dimension is one of site, user.\"}");

        assertThat(report("top", "sites")).isEqualTo(ExitCode.FAILURE);

        assertThat(err.toString()).contains("The parameter dimension is one of site, user.", "Mend that");
    }
}
