package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.rollup.Dimension;
import dev.sluice.master.rollup.Measure;
import dev.sluice.master.rollup.Period;
import dev.sluice.master.rollup.Tier;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsApiTest {
    private static final String RANGE = "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";
    private static final Period PERIOD =
            new Period(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"));

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void comparesAPeriodWithTheOneBefore() throws Exception {
        JsonObject overview = read("overview?node=slave-1&" + RANGE);

        assertThat(api.reports.asked).containsExactly(PERIOD, "slave-1");
        assertThat(overview.getString("from")).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(overview.getString("completeUpTo")).isEqualTo("2026-03-01T09:00:00Z");
        JsonObject figures = overview.getJsonObject("figures");
        assertThat(figures.getInt("requests")).isEqualTo(100);
        assertThat(figures.getInt("bytesDown")).isEqualTo(50_000);
        assertThat(figures.getJsonObject("latencyMillis").getInt("p95")).isEqualTo(80);
        assertThat(overview.getJsonObject("before").getInt("requests")).isZero();
    }

    @Test
    void tellsOfHoursThatAreNotSummedUpYet() throws Exception {
        for (String report : List.of("overview?", "series?", "users?", "top/site?")) {
            api.reports.hoursLeft = 0;
            assertThat(read(report + RANGE).getInt("hoursLeft")).as(report).isZero();
            api.reports.hoursLeft = 7;
            assertThat(read(report + RANGE).getInt("hoursLeft")).as(report).isEqualTo(7);
        }
    }

    @Test
    void takesTheLastDayUnlessToldOtherwise() throws Exception {
        read("overview");
        Period period = (Period) api.reports.asked.get(0);
        assertThat(period.length()).isEqualTo(Duration.ofDays(1));
        assertThat(Duration.between(period.to(), Instant.now())).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void showsASeries() throws Exception {
        JsonObject series = read("series?step=hour&" + RANGE);

        assertThat(api.reports.asked).isEqualTo(List.of(PERIOD, "", Optional.of(Tier.HOUR)));
        assertThat(series.getString("step")).isEqualTo("hour");
        JsonObject point = series.getJsonArray("points").getJsonObject(0);
        assertThat(point.getString("from")).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(point.getInt("tunnels")).isEqualTo(60);
    }

    @Test
    void countsUsers() throws Exception {
        JsonObject users = read("users?node=slave-1&" + RANGE);

        assertThat(api.reports.asked).isEqualTo(List.of(PERIOD, "slave-1"));
        assertThat(users.getString("step")).isEqualTo("day");
        assertThat(users.getJsonArray("points")).hasToString("[{\"from\":\"2026-03-01T00:00:00Z\",\"users\":7}]");
        assertThat(users.getJsonObject("nodes")).hasToString("{\"slave-1\":7}");
    }

    @Test
    void ranksTheValuesOfADimension() throws Exception {
        JsonObject ranking = read("top/site?by=bytes&limit=5&" + RANGE);

        assertThat(api.reports.asked).isEqualTo(List.of(Dimension.SITE, Measure.BYTES, PERIOD, "", 5));
        JsonObject first = ranking.getJsonArray("entries").getJsonObject(0);
        assertThat(first.getString("value")).isEqualTo("ads.example");
        assertThat(first.getInt("blocked")).isEqualTo(5);
        assertThat(ranking.getJsonObject("rest").getInt("requests")).isZero();
    }

    @Test
    void tellsHowCompleteTheRecordsAre() throws Exception {
        JsonObject completeness = read("completeness");

        assertThat(completeness.getString("completeUpTo")).isEqualTo("2026-03-01T09:00:00Z");
        JsonObject node = completeness.getJsonArray("nodes").getJsonObject(1);
        assertThat(node.getString("node")).isEqualTo("slave-2");
        assertThat(node.getInt("generated"))
                .isEqualTo(node.getInt("applied")
                        + node.getInt("damaged")
                        + node.getInt("spooled")
                        + node.getInt("dropped"));
        JsonObject gap = node.getJsonArray("gaps").getJsonObject(0);
        assertThat(gap.getString("class")).isEqualTo("refused");
        assertThat(gap.getString("cause")).isEqualTo("full");
        assertThat(gap.getInt("records")).isEqualTo(6);
    }

    @Test
    void tellsHowFarTheSyslogReceiverIsBehind() throws Exception {
        assertThat(api.call("GET", "syslog", "").text()).isEqualTo("{\"enabled\":false}");
        api.syslog.behind();

        JsonObject syslog = api.call("GET", "syslog", "").body().asJsonObject();

        assertThat(syslog.getString("receiver")).isEqualTo("siem.example:6514");
        assertThat(syslog.getInt("waiting")).isEqualTo(1_200);
        assertThat(syslog.getString("oldest")).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(syslog.getString("error")).isEqualTo("Connection refused");
        assertThat(syslog).doesNotContainKey("readAt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overview?from=yesterday",
                "overview?to=2026-03-01",
                "overview?from=1999-12-31T23:59:59Z",
                "overview?to=%2B1000000-03-01T00:00:00Z",
                "overview?from=2026-03-02T00:00:00Z&to=2026-03-02T00:00:00Z",
                "series?step=week",
                "series?from=2026-03-01T00:00:00Z&to=2027-03-01T00:00:00Z",
                "top/latency",
                "top/all",
                "top/site?by=colour",
                "top/site?limit=0",
                "top/site?limit=1001",
            })
    void refusesWhatMakesNoSense(String query) throws Exception {
        assertThat(api.call("GET", "reports/" + query, "").status()).isEqualTo(400);
        assertThat(api.reports.asked).isEmpty();
    }

    @Test
    void refusesAParameterThatACallDoesNotHave() throws Exception {
        ApiServer.Answer misspelt = api.call("GET", "reports/overview?form=2026-03-01T00:00:00Z", "");
        ApiServer.Answer none = api.call("GET", "reports/completeness?node=slave-1", "");

        assertThat(misspelt.status()).isEqualTo(400);
        assertThat(misspelt.text()).contains("There is no parameter form; there are from, node, to.");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.text()).contains("There is no parameter node; the call has none.");
        assertThat(api.reports.asked).isEmpty();
    }

    private JsonObject read(String path) throws Exception {
        ApiServer.Answer answer = api.call("GET", "reports/" + path, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body().asJsonObject();
    }
}
