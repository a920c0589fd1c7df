package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.fake.MemoryAccounts;
import dev.sluice.portal.rest.ApiServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Bearer ", "Digest x", "Basic YWRtaW46eA==", "bearer"})
    void refusesWithoutAValidToken(String authorization) throws Exception {
        List<String> headers = authorization.isEmpty() ? List.of() : List.of("Authorization", authorization);

        Answer answer = api.bare("GET", "me", "", headers);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"sluice\"");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text()).contains("\"status\":401");
    }

    @Test
    void saysThatTheDatabaseIsAwayWhenItCannotTellWhoCalls() throws Exception {
        Answer answer = api.bare("GET", "me", "", List.of("Authorization", "Bearer " + MemoryAccounts.UNANSWERED));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text())
                .contains("database does not answer", "Slaves go on enforcing", "Try again")
                .doesNotContain("jdbc", "reference");
    }

    @Test
    void takesABearerTokenWhateverTheCaseOfItsScheme() throws Exception {
        assertThat(api.bare("GET", "me", "", List.of("Authorization", "BEARER " + api.token))
                        .text())
                .isEqualTo("{\"account\":\"admin\"}");
    }

    @Test
    void makesATokenForNameAndPassword() throws Exception {
        Answer made = api.bare("POST", "tokens", "{\"label\":\"ci\"}", basic(MemoryAccounts.PASSWORD));
        assertThat(made.status()).isEqualTo(201);
        String secret = made.body().asJsonObject().getString("token");

        assertThat(api.bare("GET", "me", "", List.of("Authorization", "Bearer " + secret))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesNameAndPasswordNowhereElse() throws Exception {
        assertThat(api.bare("GET", "me", "", basic(MemoryAccounts.PASSWORD)).status())
                .isEqualTo(401);
    }

    @Test
    void asksForAPasswordWhereATokenIsMade() throws Exception {
        Answer answer = api.bare("POST", "tokens", "", basic("wrong"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic ");
    }

    @Test
    void letsNoTokenMakeTokens() throws Exception {
        assertThat(api.call("POST", "tokens", "{}").status()).isEqualTo(403);
    }

    @Test
    void refusesALabelThatIsNoText() throws Exception {
        assertThat(api.bare("POST", "tokens", "{\"label\":7}", basic(MemoryAccounts.PASSWORD))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void takesThePortalsSessionForReading() throws Exception {
        assertThat(api.bare("GET", "me", "", List.of("Test-Session", "admin")).text())
                .isEqualTo("{\"account\":\"admin\"}");
    }

    @Test
    void keepsForgedChangesOutOfASession() throws Exception {
        String rule = "{\"name\":\"x\",\"action\":{\"allow\":{}}}";

        assertThat(api.bare("POST", "policy/draft/rules", rule, List.of("Test-Session", "admin"))
                        .status())
                .isEqualTo(403);
        assertThat(api.bare(
                                "POST",
                                "policy/draft/rules",
                                rule,
                                List.of("Test-Session", "admin", "X-Requested-With", "portal"))
                        .status())
                .isEqualTo(201);
    }

    private static List<String> basic(String password) {
        String pair = MemoryAccounts.NAME + ":" + password;
        return List.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
