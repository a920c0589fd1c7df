package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StatusRange;
import dev.sluice.policy.model.Revision;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.fake.MemoryRecords;
import dev.sluice.portal.rest.ApiServer.Answer;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingApiTest {
    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void publishesTheDraft() throws Exception {
        api.call("PUT", "policy/draft/default", "{\"allow\":{}}");
        JsonObject draft = api.call("GET", "policy", "").body().asJsonObject().getJsonObject("draft");
        assertThat(draft.getBoolean("changed")).isTrue();
        assertThat(draft.getJsonArray("changes").getString(0)).isEqualTo("Default action is now Allow");

        Answer published = api.call("POST", "policy/publish", "{\"comment\":\"open up\"}");

        assertThat(published.status()).isEqualTo(201);
        assertThat(published.header("Location")).endsWith("/policy/revisions/2");
        JsonObject head = api.call("GET", "policy/head", "").body().asJsonObject();
        assertThat(head.getInt("number")).isEqualTo(2);
        assertThat(head.getString("comment")).isEqualTo("open up");
        assertThat(head.getString("publishedBy")).isEqualTo("admin");
        assertThat(head.getJsonObject("policy").getJsonObject("default")).containsKey("allow");
        assertThat(api.call("GET", "policy/revisions?limit=1", "").body().asJsonArray())
                .hasSize(1);
    }

    @Test
    void publishesOnlyTheVersionThatWasSeen() throws Exception {
        api.call("PUT", "policy/draft/default", "{\"allow\":{}}");

        assertThat(api.call("POST", "policy/publish", "", "If-Match", "\"1\"").status())
                .isEqualTo(412);
        assertThat(api.policies.head().revision().number()).isEqualTo(1);
    }

    @Test
    void rollsBackToAnEarlierRevision() throws Exception {
        api.call("PUT", "policy/draft/default", "{\"allow\":{}}");
        api.call("POST", "policy/publish", "");

        Answer answer = api.call("POST", "policy/rollback", "{\"revision\":1}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).endsWith("/policy/revisions/3");
        assertThat(api.policies.head().bundle())
                .isEqualTo(api.policies.revision(1).orElseThrow().bundle());
        assertThat(api.policies.head().comment()).isEqualTo("Back to revision 1.");
        assertThat(api.call("POST", "policy/rollback", "{\"revision\":9}").status())
                .isEqualTo(404);
        Answer wrong = api.call("POST", "policy/rollback", "{\"revison\":1}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body().asJsonObject().getString("field")).isEqualTo("revison");
        assertThat(wrong.body().asJsonObject().getString("fix")).contains("revision");
    }

    @Test
    void knowsNoRevisionThatWasNeverPublished() throws Exception {
        assertThat(api.call("GET", "policy/revisions/1", "").status()).isEqualTo(200);
        assertThat(api.call("GET", "policy/revisions/2", "").status()).isEqualTo(404);
    }

    @Test
    void tellsAllOfANode() throws Exception {
        NodeState.Rejection rejection = new NodeState.Rejection(new Revision(1, 2), "rules[0]", "Too new.");
        api.nodes.nodes.add(MemoryNodes.node("slave-1", NodeStatus.REJECTED, 1, Optional.of(rejection)));

        JsonObject node = api.call("GET", "nodes/slave-1", "").body().asJsonObject();

        assertThat(node.getString("status")).isEqualTo("REJECTED");
        assertThat(node.getJsonObject("active").getInt("number")).isEqualTo(1);
        assertThat(node.getJsonObject("rejected").getString("problem")).isEqualTo("Too new.");
        assertThat(node.getJsonObject("records").getInt("stored")).isEqualTo(40);
        assertThat(node.getJsonObject("target").getInt("number")).isEqualTo(1);
        assertThat(node.getJsonObject("traffic").getInt("running")).isZero();
        assertThat(node.getJsonArray("history").getJsonObject(0).getString("kind"))
                .isEqualTo("DRAIN");
        assertThat(node.getJsonArray("certificates").getJsonObject(0).getString("serial"))
                .isEqualTo("5e");
        JsonObject listed = api.call("GET", "nodes", "").body().asJsonArray().getJsonObject(0);
        assertThat(node).containsAllEntriesOf(listed);
        assertThat(listed).doesNotContainKeys("history", "certificates");
        assertThat(api.call("GET", "nodes/gone", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, records?limit=abc, limit, a whole number up to 2147483647, abc",
        "GET, records?limit=, limit, a whole number up to 2147483647, ''",
        "GET, records/sites?limit=2147483648, limit, a whole number up to 2147483647, 2147483648",
        "GET, reports/top/site?limit=ten, limit, a whole number up to 2147483647, ten",
        "GET, policy/rollouts?limit=1.5, limit, a whole number up to 2147483647, 1.5",
        "GET, audit?below=x, below, a whole number, x",
        "GET, policy/revisions/newest, number, a whole number, newest",
        "GET, records/slave-1/boot/7/explanation, boot, a whole number, boot",
        "DELETE, record-filters/mine?shared=yes, shared, true or false, yes"
    })
    void namesAParameterThatIsNotOfItsType(String method, String path, String name, String takes, String given)
            throws Exception {
        Answer answer = api.call(method, path, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        JsonObject problem = answer.body().asJsonObject();
        assertThat(problem.getString("detail"))
                .isEqualTo("The parameter " + name + " must be " + takes + ", but is \"" + given + "\".");
        assertThat(problem.getString("field")).isEqualTo(name);
        assertThat(problem.getString("fix")).isEqualTo("Give " + takes + ".");
    }

    @Test
    void tellsWhatHasComeSinceAMark() throws Exception {
        api.records.arriving.add(MemoryRecords.blocked());
        JsonObject begin =
                api.call("GET", "records/arrivals?action=block", "").body().asJsonObject();
        assertThat(begin.getJsonArray("records")).isEmpty();
        String mark = begin.getString("mark");

        JsonObject arrived = api.call("GET", "records/arrivals?action=block&after=" + mark, "")
                .body()
                .asJsonObject();

        assertThat(arrived.getJsonArray("records").getJsonObject(0).getString("host"))
                .isEqualTo("ads.example");
        assertThat(arrived.getBoolean("more")).isFalse();
        assertThat(arrived.getBoolean("missed")).isFalse();
        assertThat(api.records.askedAfter).isEqualTo(mark);
        assertThat(api.call("GET", "records/arrivals?after=7", "").status()).isEqualTo(400);
        assertThat(api.call("GET", "records/arrivals?usr=ann", "").status()).isEqualTo(400);
    }

    @Test
    void countsWhatWasRefused() throws Exception {
        JsonObject refused = api.call("GET", "refused", "").body().asJsonObject();

        assertThat(refused.getInt("states")).isEqualTo(1);
        assertThat(refused.getInt("records")).isEqualTo(2);
        assertThat(refused.getInt("certificateRequests")).isEqualTo(3);
        assertThat(refused.getInt("enrollments")).isEqualTo(4);
        assertThat(refused.getInt("floods")).isEqualTo(5);
    }

    @Test
    void filtersRecords() throws Exception {
        api.records.records.add(MemoryRecords.blocked());

        Answer answer = api.call("GET", "records?node=slave-1&client=10.1.2.3&host=ads&action=block&limit=5", "");

        assertThat(api.records.asked)
                .isEqualTo(RecordFilter.ALL
                        .with(RecordField.NODE, "slave-1")
                        .with(RecordField.CLIENT, "10.1.2.3")
                        .withHost("ads")
                        .with(RecordField.ACTION, "block"));
        JsonObject exchange = answer.body().asJsonArray().getJsonObject(0);
        assertThat(exchange.getString("host")).isEqualTo("ads.example");
        assertThat(exchange.getInt("durationMillis")).isEqualTo(12);
        assertThat(exchange.getInt("sequence")).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "authenticate", "block"})
    void filtersRecordsByWhatWasDone(String action) throws Exception {
        assertThat(api.call("GET", "records?action=" + action, "").status()).isEqualTo(200);
        assertThat(api.records.asked).isEqualTo(RecordFilter.ALL.with(RecordField.ACTION, action));
    }

    @Test
    void filtersRecordsByWhatAReportLeadsTo() throws Exception {
        api.call("GET", "records?user=anna&error=*&from=2026-03-01T00:00:00Z", "");

        assertThat(api.records.asked)
                .isEqualTo(RecordFilter.ALL
                        .with(RecordField.USER, "anna")
                        .with(RecordField.ERROR, RecordFilter.ANY)
                        .within(Instant.parse("2026-03-01T00:00:00Z"), Instant.MAX));
    }

    @Test
    void filtersRecordsByStatusAndText() throws Exception {
        api.call("GET", "records?status=4xx&text=example%2Fpage", "");

        assertThat(api.records.asked)
                .isEqualTo(
                        RecordFilter.ALL.withStatus(new StatusRange(400, 499)).withText("example/page"));
    }

    @Test
    void saysThatASearchTookTooLong() throws Exception {
        api.records.tooLong = true;

        Answer answer = api.call("GET", "records?text=x", "");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().asJsonObject().getString("detail")).contains("20 seconds", "Narrow it down");
    }

    @Test
    void groupsRecordsBySite() throws Exception {
        api.records.records.add(MemoryRecords.blocked());

        JsonObject sites =
                api.call("GET", "records/sites?action=block&limit=5", "").body().asJsonObject();

        assertThat(api.records.asked).isEqualTo(RecordFilter.ALL.with(RecordField.ACTION, "block"));
        assertThat(sites.getBoolean("all")).isTrue();
        assertThat(sites.getString("since")).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(sites.getJsonArray("sites").getJsonObject(0))
                .hasToString("{\"site\":\"ads.example\",\"records\":1,\"blocked\":1,\"bytesUp\":0,\"bytesDown\":2000,"
                        + "\"lastSeen\":\"2026-03-01T10:00:00.123Z\"}");
        assertThat(api.call("GET", "records/sites?format=csv", "").status()).isEqualTo(400);
    }

    @Test
    void exportsRecordsAsAFile() throws Exception {
        api.records.records.add(MemoryRecords.blocked());

        Answer answer = api.call("GET", "records/export?format=squid&action=block&to=2026-03-02T00:00:00Z", "");

        assertThat(api.records.asked)
                .isEqualTo(RecordFilter.ALL
                        .with(RecordField.ACTION, "block")
                        .within(Instant.MIN, Instant.parse("2026-03-02T00:00:00Z")));
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"sluice-records.log\"");
        assertThat(answer.text())
                .isEqualTo("1772359200.135     12 10.1.2.3 TCP_DENIED/403 1234 GET http://ads.example:8080/banner - "
                        + "HIER_NONE/- text/html\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"format=xls", "usr=ann", "format=csv&from=yesterday", "limit=5"})
    void refusesToExportWhatWasNotMeant(String query) throws Exception {
        assertThat(api.call("GET", "records/export?" + query, "").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=1001", "limit=-1", "action=maybe", "from=yesterday", "usr=ann", "status=4x"})
    void refusesParametersOutOfBounds(String query) throws Exception {
        assertThat(api.call("GET", "records?" + query, "").status()).isEqualTo(400);
    }

    @Test
    void refusesALongParameter() throws Exception {
        assertThat(api.call("GET", "records?host=" + "x".repeat(301), "").status())
                .isEqualTo(400);
    }
}
