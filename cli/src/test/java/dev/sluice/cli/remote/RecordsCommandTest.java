package dev.sluice.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecordsCommandTest extends RemoteFixture {
    private static String record(int sequence, String host) {
        return """
                {"node":"slave-1","boot":1,"sequence":%d,"time":"2026-01-01T00:00:00Z","client":"10.0.0.1","user":"anna",\
                "method":"GET","scheme":"http","host":"%s","port":80,"path":"/a\\u001b[2J","status":403,"action":"block",\
                "ruleName":"No ads","error":""}""".formatted(sequence, host);
    }

    @Test
    void searchesRecordsAndPrintsNothingThatATerminalObeys() {
        master.answer("GET records?user=anna&host=a%26b&limit=5", "[" + record(1, "ads.example") + "]");

        assertThat(run(new RecordsCommand(), "search", "--user", "anna", "--host", "a&b", "--limit", "5"))
                .isZero();

        assertThat(out.toString())
                .contains("anna", "403", "block", "http://ads.example:80/a?[2J", "No ads")
                .doesNotContain("\u001b");
    }

    @Test
    void explainsARecordThatSearchPrints() {
        master.answer("GET records?status=4xx&text=ads&limit=20", "[" + record(1, "ads.example") + "]");
        master.answer("GET records/slave-1/1/1/explanation?time=2026-01-01T00%3A00%3A00Z", """
                {"finding":"OPEN","summary":"It was decided.","unknown":["the group"],"rules":[
                  {"id":"shop","name":"Shop","enabled":true,"action":"block","matches":"unknown",
                   "conditions":[{"holds":"unknown","why":"on nodes of shop: cannot be told"}]}]}""");
        assertThat(run(new RecordsCommand(), "search", "--status", "4xx", "--text", "ads"))
                .isZero();
        String[] words = out.toString().strip().split(" ");

        assertThat(run(new RecordsCommand(), "explain", words[words.length - 1]))
                .isZero();

        assertThat(out.toString())
                .contains("It was decided.", "Not in the record: the group.", "on nodes of shop: cannot be told")
                .containsPattern("shop +unknown +block");
        assertThat(run(new RecordsCommand(), "explain", "slave-1/x")).isNotZero();
        assertThat(err.toString()).contains("NODE/BOOT/SEQUENCE@TIME");
    }

    private static String arrived(String mark, String record) {
        return "{\"mark\":\"%s\",\"more\":false,\"missed\":false,\"records\":[%s]}".formatted(mark, record);
    }

    @Test
    void followsRecordsAndShowsEachOnce() {
        String call = "GET records/arrivals?status=404&after=";
        master.answer(call, arrived("m.1", ""))
                .answer(call + "m.1", arrived("m.2", record(7, "new.example")))
                .answer(call + "m.2", arrived("m.2", ""));

        assertThat(run(new RecordsCommand(), "tail", "--status", "404", "--seconds", "3"))
                .isZero();

        assertThat(out.toString()).containsOnlyOnce("new.example").doesNotContain("not shown");
    }

    private static final String DATABASE_AWAY = "{\"status\":503,\"detail\":\"The database does not answer.\"}";

    @Test
    void goesOnFollowingFromItsPlaceWhenTheDatabaseIsBack() {
        String call = "GET records/arrivals?after=";
        master.answer(call, arrived("m.1", ""))
                .fail(call + "m.1", 503, DATABASE_AWAY)
                .fail(call + "m.1", 503, DATABASE_AWAY)
                .answer(call + "m.1", arrived("m.2", record(7, "new.example")))
                .answer(call + "m.2", arrived("m.2", ""));

        assertThat(run(new RecordsCommand(), "tail", "--seconds", "2")).isZero();

        assertThat(out.toString()).containsOnlyOnce("new.example").doesNotContain("not shown");
        assertThat(err.toString())
                .containsOnlyOnce("The database does not answer.")
                .containsOnlyOnce("This goes on as soon as it answers")
                .containsOnlyOnce("The master answers again.");
    }

    @Test
    void followsAMasterThroughItsRestartUntilAskingAgainIsInVain() throws Exception {
        String call = "GET records/arrivals?after=";
        master.answer(call, arrived("m.1", "")).answer(call + "m.1", arrived("m.1", ""));
        CompletableFuture<Integer> tail = CompletableFuture.supplyAsync(() -> run(new RecordsCommand(), "tail"));
        await().until(() -> master.calls.contains(call + "m.1"));

        master.goAway();
        await().until(() -> err.toString().contains("There is no master at"));
        master.fail(call + "m.1", 404, "<html>The server, without the master</html>")
                .answer(call + "m.1", arrived("m.2", record(7, "new.example")))
                .answer(call + "m.2", "{\"status\":400,\"detail\":\"The parameter after is no mark.\"}");
        master.comeBack();

        assertThat(tail.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString()).containsOnlyOnce("new.example");
        assertThat(err.toString())
                .containsOnlyOnce("This goes on as soon as it answers")
                .containsOnlyOnce("The master answers again.")
                .containsSubsequence("The master answers again.", "The parameter after is no mark.", "Mend that");
    }

    @Test
    void endsWithWhatIsAwayWhereItDoesNotFollow() {
        master.fail("GET records?limit=20", 503, DATABASE_AWAY).fail("GET records/arrivals?after=", 503, DATABASE_AWAY);

        assertThat(run(new RecordsCommand(), "search")).isEqualTo(ExitCode.FAILURE);
        assertThat(run(new RecordsCommand(), "tail")).isEqualTo(ExitCode.FAILURE);

        assertThat(err.toString())
                .contains("The database does not answer.", "See ./sluice status and ./sluice logs master")
                .doesNotContain("Mend that");
    }

    @Test
    void saysSoWhereAServerAnswersAndNoMaster() {
        master.fail("GET records?limit=20", 500, "<html>Internal Server Error</html>");
        assertThat(run(new RecordsCommand(), "search")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("The master is not there yet", "500", "./sluice status");

        master.fail("GET records?limit=20", 403, "<html>Forbidden</html>");
        assertThat(run(new RecordsCommand(), "search")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("It answered 403. Is this the master's portal?");
    }

    @Test
    void exportsToAFileThatIsThereOnlyWhenItIsWhole() throws Exception {
        master.answer("GET records/export?action=block&format=squid", "a line\nanother\n");
        Path file = temp.resolve("access.log");

        assertThat(run(
                        new RecordsCommand(),
                        "export",
                        "--action",
                        "block",
                        "--format",
                        "squid",
                        "--output",
                        file.toString()))
                .isZero();
        assertThat(file).hasContent("a line\nanother\n");

        Path never = temp.resolve("never.log");
        master.cutOff("GET records/export?format=csv");
        assertThat(run(new RecordsCommand(), "export", "--output", never.toString()))
                .isNotZero();
        assertThat(err.toString()).contains("broke off");
        master.answer("GET records/export?format=w3c", "a line\n#incomplete\n");
        assertThat(run(new RecordsCommand(), "export", "--format", "w3c", "--output", never.toString()))
                .isNotZero();
        assertThat(err.toString()).contains("The master broke the export off");
        assertThat(temp.toFile().list()).doesNotContain("never.log", "never.log.part");
    }

    @Test
    void saysWhyRecordsAreNotExported() {
        master.answer("GET records/export?format=xls", "{\"status\":400,\"detail\":\"The format is csv, or so.\"}");

        assertThat(run(new RecordsCommand(), "export", "--format", "xls")).isNotZero();

        assertThat(err.toString()).contains("The format is csv, or so.");
    }

    @Test
    void erasesAUserOnlyWhenItIsMeantAndWaitsUntilItIsDone() {
        String erasure = "{\"id\":3,\"user\":\"anna\",\"done\":%s,\"records\":%s}";
        master.answer("POST records/erasures", erasure.formatted(false, 0))
                .answer("GET records/erasures", "[" + erasure.formatted(false, 1) + "]")
                .then("GET records/erasures", "[" + erasure.formatted(true, 12) + "]");

        assertThat(run(new RecordsCommand(), "erase", "--user", "anna")).isNotZero();
        assertThat(err.toString()).contains("cannot be undone", "--yes");
        assertThat(master.calls).isEmpty();

        assertThat(run(new RecordsCommand(), "erase", "--user", "anna", "--yes"))
                .isZero();
        assertThat(master.calls.get(0)).isEqualTo("POST records/erasures {\"user\":\"anna\"}");
        assertThat(out.toString()).contains("12 records");
    }
}
