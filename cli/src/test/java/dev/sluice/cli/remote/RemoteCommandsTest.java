package dev.sluice.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.ExitCode;
import dev.sluice.identity.ClusterCa;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteCommandsTest extends RemoteFixture {
    private static final String HEAD = """
            {"epoch":2,"number":7,"hash":"0123456789abcdef","policy":{"rules":[],"default":{"allow":{}}}}""";

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
    void doesNotAdviseToTryAgainWhatMayBeDone() {
        master.refuse("POST policy/rollback", 503, "{\"status\":503,\"detail\":\"It may be done or not.\"}")
                .refuse("GET audit/verify", 503, "{\"status\":503,\"detail\":\"It took too long.\"}");

        assertThat(run(new PolicyCommand(), "rollback", "9")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString())
                .contains("It may be done or not.", "See ./sluice status")
                .doesNotContain("try again");
        assertThat(run(new AuditCommand(), "verify")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("It took too long.", "Mend that, then try again.");
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
}
