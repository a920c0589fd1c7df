package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.portal.rest.ApiServer.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionsApiTest {
    private static final String DIGEST = "a".repeat(64);
    private static final String BASE = "b".repeat(64);
    private static final String OTHER = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";

    private final ApiServer api = new ApiServer();

    SectionsApiTest() {
        api.sections.lists.put(DIGEST, "a.test\nb.test\n");
        api.sections.lists.put(DIGEST + " " + BASE, "+b.test\n");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void givesAListToWhoKnowsItsDigest() throws Exception {
        Answer answer = api.bare("GET", "sections/" + DIGEST, "", List.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("a.test\nb.test\n");
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(answer.header("Delta-Base")).isEmpty();
        assertThat(answer.header("Content-Encoding")).isEmpty();
    }

    @Test
    void compressesForWhoTakesIt() throws Exception {
        Answer answer = api.bare("GET", "sections/" + DIGEST, "", List.of("Accept-Encoding", "br, gzip;q=0.5"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(answer.text()).doesNotContain("a.test");
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true", "'deflate,gzip', true", "'gzip;q=1', true", "'GZIP ; q=0.01', true", "x-gzip, true",
        "'', false", "'gzip;q=0', false", "'gzip; q=0.00', false", "br, false", "gzipped, false"
    })
    void readsWhatIsAccepted(String accepted, boolean gzip) {
        assertThat(SectionsResource.takesGzip(accepted)).isEqualTo(gzip);
    }

    @Test
    void saysWhichListADeltaIsFor() throws Exception {
        Answer delta = api.bare("GET", "sections/" + DIGEST + "?base=" + BASE, "", List.of());
        assertThat(delta.text()).isEqualTo("+b.test\n");
        assertThat(delta.header("Delta-Base")).isEqualTo('"' + BASE + '"');

        Answer whole = api.bare("GET", "sections/" + DIGEST + "?base=" + OTHER, "", List.of());
        assertThat(whole.text()).isEqualTo("a.test\nb.test\n");
        assertThat(whole.header("Delta-Base")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {OTHER, "x", "A", "%2e%2e"})
    void answersWithAProblemForWhatIsNotThere(String digest) throws Exception {
        Answer answer = api.bare("GET", "sections/" + digest, "", List.of());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEmpty();
    }

    @Test
    void refusesABaseThatIsNoDigest() throws Exception {
        assertThat(api.bare("GET", "sections/" + DIGEST + "?base=x", "", List.of())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void opensNothingElse() throws Exception {
        assertThat(api.bare("GET", "nodes", "", List.of()).status()).isEqualTo(401);
        assertThat(api.bare("GET", "sections/%2e%2e%2fnodes", "", List.of()).status())
                .isEqualTo(401);
        assertThat(api.bare("POST", "sections/" + DIGEST, "", List.of()).status())
                .isEqualTo(405);
    }
}
