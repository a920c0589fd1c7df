package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.rest.ApiServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasuresApiTest {
    private static final String ANNA = "{\"id\":1,\"user\":\"anna\",\"upTo\":\"2026-03-01T10:00:00Z\",\"done\":true,"
            + "\"reached\":\"2026-03-01T10:00:00Z\",\"records\":7}";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void erasesAUserAndTellsHowFarItIs() throws Exception {
        Answer answer = api.call("POST", "records/erasures", "{\"user\":\"anna\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEqualTo(ANNA);
        assertThat(api.call("GET", "records/erasures", "").text()).isEqualTo("[" + ANNA + "]");
        assertThat(api.call("GET", "records", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"user\":\" \"}", "{\"user\":\"~erased\"}", "{\"user\":7}", "{\"name\":\"anna\"}"})
    void refusesWhatNamesNobody(String body) throws Exception {
        assertThat(api.call("POST", "records/erasures", body).status()).isEqualTo(400);
        assertThat(api.call("GET", "records/erasures", "").text()).isEqualTo("[]");
    }
}
