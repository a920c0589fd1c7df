package dev.sluice.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.identity.ClusterCa;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RemoteCommandsTest {
    private static final String HEAD = """
            {"epoch":2,"number":7,"hash":"0123456789abcdef","policy":{"rules":[],"default":{"allow":{}}}}""";

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private MasterStub master;

    @BeforeEach
    void startMaster() throws Exception {
        master = new MasterStub(temp);
        Files.createDirectories(temp.resolve("data/secrets"));
        Files.writeString(temp.resolve("data/secrets/cli-token"), "token\n");
    }

    @AfterEach
    void stopMaster() {
        master.close();
    }

    private static String node(String id, String status, String more) {
        return """
                {"id":"%s","status":"%s","heardAt":"2026-01-01T00:00:00Z","active":{"epoch":2,"number":7},\
                "hash":"0123456789abcdef","version":"0.1.0","clock":{"offsetMillis":-12.3,"roundTripMillis":2.0},"warnings":[],\
                "records":{"spooled":3}%s}""".formatted(id, status, more);
    }

    @Test
    void listsTheNodesWithWhatTheyEnforce() {
        master.answer("GET nodes", "[" + node("slave-1", "IN_SYNC", "") + "]");

        assertThat(run(new NodeCommand(), "list")).isZero();

        assertThat(out.toString()).contains("slave-1", "in sync", "2.7", "0123456789ab", "-12 ms", "0.1.0");
    }

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

    @Test
    void asksANodeToDrainAndWaitsUntilItHas() {
        master.answer("POST nodes/slave-1/drain", "{}").answer("GET nodes/slave-1", node("slave-1", "DRAINED", ""));

        assertThat(run(new NodeCommand(), "drain", "slave-1", "--deadline", "2m", "--wait"))
                .isZero();

        assertThat(master.calls).first().asString().isEqualTo("POST nodes/slave-1/drain {\"deadline\":\"PT2M\"}");
        assertThat(out.toString()).contains("slave-1 is drained.");
    }

    @Test
    void verifyPassesWhenEveryNodeIsAsItShouldBe() {
        master.answer("GET policy/head", HEAD).answer("GET nodes", "[" + node("slave-1", "IN_SYNC", "") + "]");

        assertThat(run(new VerifyCommand())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("ok    slave-1");
    }

    @Test
    void verifySaysWhoIsOff() {
        String off = node("slave-2", "IN_SYNC", "").replace("\"warnings\":[]", "\"warnings\":[\"CLOCK_OFF\"]");
        master.answer("GET policy/head", HEAD)
                .answer("GET nodes", "[" + node("slave-1", "IN_SYNC", "") + "," + off + "]");

        assertThat(run(new VerifyCommand())).isEqualTo(ExitCode.NOT_READY);
        assertThat(out.toString()).contains("ok    slave-1", "OFF   slave-2", "clock off");
    }

    @Test
    void verifyDoesNotPassWithoutANode() {
        master.answer("GET policy/head", HEAD).answer("GET nodes", "[]");

        assertThat(run(new VerifyCommand())).isEqualTo(ExitCode.NOT_READY);
    }

    @Test
    void publishWaitsForEveryNodeThatIsThere() {
        master.answer("POST policy/publish", HEAD)
                .answer("GET policy/rollouts/current", "{}")
                .answer("GET nodes", "[" + node("slave-1", "IN_SYNC", "") + "]");

        assertThat(run(new PolicyCommand(), "publish", "--comment", "ads", "--wait"))
                .isZero();

        assertThat(master.calls).first().asString().isEqualTo("POST policy/publish {\"comment\":\"ads\"}");
        assertThat(out.toString()).contains("Published revision 2.7.", "Every node enforces 2.7.");
    }

    @ParameterizedTest
    @CsvSource({"ROLLED_BACK, slave-1 refused it", "ABORTED, Aborted by ann."})
    void publishEndsWhenTheRevisionIsTakenBack(String state, String reason) {
        master.answer("POST policy/publish", HEAD)
                .answer(
                        "GET policy/rollouts/current",
                        "{\"number\":7,\"state\":\"" + state + "\",\"reason\":\"" + reason + "\"}");

        assertThat(run(new PolicyCommand(), "publish", "--wait")).isEqualTo(ExitCode.NOT_READY);
        assertThat(err.toString()).contains("Revision 2.7 was taken back: " + reason);
    }

    @Test
    void publishEndsWhenANodeRefusesIt() {
        String refusing = node("slave-2", "REJECTED", ",\"rejected\":{\"path\":\"rules[0]\",\"problem\":\"too odd\"}")
                .replace("\"number\":7", "\"number\":6");
        master.answer("POST policy/publish", HEAD)
                .answer("GET policy/rollouts/current", "{}")
                .answer("GET nodes", "[" + node("slave-1", "IN_SYNC", "") + "," + refusing + "]");

        assertThat(run(new PolicyCommand(), "publish", "--wait")).isEqualTo(ExitCode.NOT_READY);
        assertThat(err.toString()).contains("slave-2 does not take it: refused: rules[0] too odd");
    }

    @Test
    void publishDoesNotWaitForTheRolloutOfAnother() {
        master.answer("POST policy/publish", HEAD)
                .answer("GET policy/rollouts/current", "{\"number\":6,\"state\":\"HOLD\"}")
                .answer("GET nodes", "[" + node("slave-1", "IN_SYNC", "") + "]");

        assertThat(run(new PolicyCommand(), "publish", "--wait")).isZero();
    }

    @Test
    void asksForACanary() {
        master.answer("POST policy/publish", HEAD);

        assertThat(run(new PolicyCommand(), "publish", "--canary", "25%", "--hold", "10m", "--max-errors", "5%"))
                .isZero();

        assertThat(master.calls)
                .first()
                .asString()
                .endsWith("\"rollout\":{\"canary\":\"25%\",\"hold\":\"PT10M\",\"maxErrorRate\":0.05}}");
    }

    @Test
    void aCanaryNeedsATimeToHold() {
        assertThat(run(new PolicyCommand(), "publish", "--canary", "1")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("Add --hold 30s.");
        assertThat(master.calls).isEmpty();
    }

    @Test
    void showsAPolicyThatCanBeAppliedAgain() throws Exception {
        master.answer("GET policy/draft", "{\"rules\":[],\"default\":{\"allow\":{}}}")
                .answer("PUT policy/draft", "{}")
                .answer("GET policy", "{\"draft\":{\"changes\":[\"Rule \\\"Ads\\\" added\"]}}");

        assertThat(run(new PolicyCommand(), "show")).isZero();
        Path file = Files.writeString(temp.resolve("policy.json"), out.toString());
        assertThat(run(new PolicyCommand(), "apply", file.toString())).isZero();

        assertThat(master.calls.get(1)).startsWith("PUT policy/draft {").contains("\"rules\": [");
        assertThat(out.toString()).contains("Rule \"Ads\" added");
    }

    @Test
    void printsANewKeyAloneOnStandardOutput() {
        master.answer("POST keys", "{\"key\":\"abc.def.123\"}");

        assertThat(run(new KeyCommand(), "create", "--uses", "3", "--ttl", "7d", "--networks", "10.0.0.0/8"))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo("abc.def.123");
        assertThat(err.toString()).contains("--master " + master.url());
        assertThat(master.calls)
                .containsExactly("POST keys {\"uses\":3,\"ttl\":\"PT168H\",\"group\":\"\","
                        + "\"networks\":[\"10.0.0.0/8\"],\"autoApprove\":false}");
    }

    @Test
    void listsTheAuditWithWhatChanged() {
        master.answer("GET audit?limit=50&below=0&who=ann&action=node", """
                [{"number":2,"at":"2026-03-01T10:00:00Z","who":"ann","address":"192.0.2.7","token":"ci",\
                "action":"node.group","object":"n1","before":{"group":""},"after":{"group":"lab"}}]""");

        assertThat(run(new AuditCommand(), "list", "--who", "ann", "--action", "node"))
                .isZero();

        assertThat(out.toString())
                .contains("ann", "192.0.2.7", "ci", "node.group", "n1", "{\"group\":\"\"} -> {\"group\":\"lab\"}");
    }

    @Test
    void verifiesTheAudit() {
        master.answer("GET audit/verify", "{\"holds\":true,\"events\":12,\"seal\":\"12:ab\"}")
                .answer(
                        "GET audit/verify?seal=12%3Aab",
                        "{\"holds\":false,\"events\":4,\"seal\":\"4:cd\",\"broken\":5,\"why\":\"It was changed.\"}");

        assertThat(run(new AuditCommand(), "verify")).isZero();
        assertThat(out.toString()).contains("The chain holds: 12 events. Seal: 12:ab");
        assertThat(run(new AuditCommand(), "verify", "--seal", "12:ab")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("broken at event 5. It was changed.", "Seal: 4:cd");
        assertThat(run(new AuditCommand(), "verify", "--seal", "12:ab", "--json"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString()).contains("\"broken\":5");
    }

    @Test
    void saysWhatTheMasterSaysIsWrong() {
        master.answer(
                "POST policy/rollback",
                "{\"detail\":\"There is no revision 9.\",\"violations\":[{\"path\":\"a\",\"problem\":\"b\"}]}");

        assertThat(run(new PolicyCommand(), "rollback", "9")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("There is no revision 9.", "a: b");
    }

    @Test
    void saysThatTheTokenIsUnknown() throws Exception {
        Files.writeString(temp.resolve("data/secrets/cli-token"), "other\n");

        assertThat(run(new NodeCommand(), "list")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("does not know this token", "SLUICE_TOKEN");
    }

    @Test
    void trustsNoOtherAuthority() throws Exception {
        ClusterCa.openOrCreate(temp.resolve("other"), "x".toCharArray());

        assertThat(runWith(temp.resolve("other/ca.crt"), new NodeCommand(), "list"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("has no certificate of this cluster", "--ca FILE");
        assertThat(master.calls).isEmpty();
    }

    @Test
    void saysThatThereIsNoMaster() {
        master.close();

        assertThat(run(new NodeCommand(), "list")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("There is no master at", "./sluice up");
    }

    @Test
    void refusesWhatIsNoTime() {
        assertThat(run(new NodeCommand(), "drain", "slave-1", "--deadline", "soon"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("--deadline is \"soon\"", "30s, 10m, 12h or 7d");
    }

    private int run(Object command, String... words) {
        return runWith(master.authority(), command, words);
    }

    private int runWith(Path authority, Object command, String... words) {
        CommandLine line = new CommandLine(command).setExecutionExceptionHandler((failure, at, parsed) -> {
            at.getErr().println(failure.getMessage());
            at.getErr().println(((Problem) failure).fix());
            return ExitCode.FAILURE;
        });
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] place = {
            "--data", temp.resolve("data").toString(), "--master", master.url(), "--ca", authority.toString()
        };
        String[] all = new String[words.length + place.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(place, 0, all, words.length, place.length);
        return line.execute(all);
    }
}
