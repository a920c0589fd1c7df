package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.fake.MemoryAccounts;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportSchedulesApiTest {
    private static final String WEEKLY = """
        {"name":"Weekly","rhythm":"weekly","at":"06:30","zone":"Europe/Berlin","format":"pdf","recipients":["ann@example.org"]}\
        """;

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void addsShowsChangesSendsAndRemoves() throws Exception {
        ApiServer.Answer added = api.call("POST", "reports/schedules", WEEKLY);
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.header("Location")).endsWith("/reports/schedules/1");
        JsonObject report = added.body().asJsonObject();
        assertThat(report.getString("zone")).isEqualTo("Europe/Berlin");
        assertThat(report.getString("nextDue")).isEqualTo("2026-03-02T06:00:00Z");
        assertThat(report.getString("error")).isEqualTo("Connection refused");
        assertThat(report).doesNotContainKey("sentAt");

        assertThat(api.call("PUT", "reports/schedules/1", WEEKLY.replace("weekly", "daily"))
                        .body()
                        .asJsonObject()
                        .getString("rhythm"))
                .isEqualTo("daily");
        assertThat(api.call("GET", "reports/schedules", "").body().asJsonArray())
                .hasSize(1);
        assertThat(api.call("POST", "reports/schedules/1/send", "").status()).isEqualTo(202);
        assertThat(api.call("DELETE", "reports/schedules/1", "").status()).isEqualTo(204);
        assertThat(api.schedules.done)
                .containsExactly(
                        MemoryAccounts.NAME + " add",
                        MemoryAccounts.NAME + " change",
                        MemoryAccounts.NAME + " send",
                        MemoryAccounts.NAME + " remove");
    }

    @ParameterizedTest
    @CsvSource({
        "weekly, hourly, rhythm",
        "06:30, 25:00, at",
        "Europe/Berlin, Berlin, zone",
        "pdf, doc, format",
        "ann@example.org, ann, recipients",
        "format, colour, colour",
    })
    void namesTheFieldThatIsWrong(String from, String to, String field) throws Exception {
        ApiServer.Answer answer = api.call("POST", "reports/schedules", WEEKLY.replace(from, to));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"" + field + "\"");
        assertThat(api.schedules.done).isEmpty();
    }

    @Test
    void knowsWhatThereIsNot() throws Exception {
        assertThat(api.call("GET", "reports/schedules/7", "").status()).isEqualTo(404);
        assertThat(api.call("PUT", "reports/schedules/7", WEEKLY).status()).isEqualTo(404);
        assertThat(api.call("DELETE", "reports/schedules/7", "").status()).isEqualTo(404);
        assertThat(api.call("POST", "reports/schedules/7/send", "").status()).isEqualTo(404);
    }
}
