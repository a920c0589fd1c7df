package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersApiTest {
    private static final String MINE =
            "{\"name\":\"Blocked ads\",\"filter\":{\"status\":\"4xx\",\"text\":\"ads/x\",\"action\":\"block\"}}";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void keepsRenamesAndDeletesFilters() throws Exception {
        assertThat(api.call("POST", "record-filters", MINE).status()).isEqualTo(201);
        assertThat(api.call("POST", "record-filters", "{\"name\":\"All\",\"shared\":true}")
                        .status())
                .isEqualTo(201);
        assertThat(api.call("POST", "record-filters", MINE).status()).isEqualTo(409);

        assertThat(api.call("POST", "record-filters/Blocked%20ads/rename", "{\"name\":\"Ads\"}")
                        .status())
                .isEqualTo(204);

        List<JsonObject> kept =
                api.call("GET", "record-filters", "").body().asJsonArray().getValuesAs(JsonObject.class);
        assertThat(kept).extracting(filter -> filter.getString("name")).containsExactlyInAnyOrder("Ads", "All");
        assertThat(kept).extracting(filter -> filter.getBoolean("shared")).containsExactlyInAnyOrder(false, true);
        assertThat(kept.stream()
                        .filter(filter -> !filter.getBoolean("shared"))
                        .findFirst()
                        .orElseThrow()
                        .getJsonObject("filter"))
                .hasToString("{\"action\":\"block\",\"text\":\"ads/x\",\"status\":\"4xx\"}");
        assertThat(api.call("DELETE", "record-filters/All", "").status())
                .as("not shared")
                .isEqualTo(404);
        assertThat(api.call("DELETE", "record-filters/All?shared=true", "").status())
                .isEqualTo(204);
        assertThat(api.call("GET", "record-filters", "").body().asJsonArray()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"a/b\"}",
                "{\"name\":\" \"}",
                "{\"name\":\"a\",\"filter\":{\"usr\":\"ann\"}}",
                "{\"name\":\"a\",\"filter\":{\"status\":\"4\"}}"
            })
    void refusesWhatItCannotKeep(String body) throws Exception {
        assertThat(api.call("POST", "record-filters", body).status()).isEqualTo(400);
    }
}
