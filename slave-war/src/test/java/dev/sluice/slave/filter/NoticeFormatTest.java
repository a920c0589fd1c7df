package dev.sluice.slave.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoticeFormatTest {
    private static final String NASTY = "</p><script>alert('x')</script>\"\\\n\r\u0000\u2028{{details}}{{title}}é😀";
    private static final Notice NOTICE = new Notice(403, "e", NASTY, NASTY, Map.of("Rule", NASTY));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,*/*;q=0.8|HTML",
                "TEXT/HTML|HTML",
                "application/xhtml+xml|HTML",
                "application/json|JSON",
                "application/vnd.api+json|JSON",
                "*/*|TEXT",
                "''|TEXT",
                "image/png|TEXT"
            })
    void suitsWhatTheClientAccepts(String accept, NoticeFormat format) {
        assertThat(NoticeFormat.accepted(accept)).isEqualTo(format);
    }

    @Test
    void letsNoTextIntoTheMarkup() {
        String page = new String(NoticeFormat.HTML.body(NOTICE), UTF_8);
        assertThat(page).doesNotContain("<script", "{{", "\u0000").contains("&#60;script&#62;", "é😀");
        assertThat(page).containsOnlyOnce("<dl>");
    }

    @Test
    void needsNothingFromElsewhere() {
        assertThat(new String(NoticeFormat.HTML.body(NOTICE), UTF_8))
                .doesNotContain("http:", "https:", "url(", "@import", "src=", "href=")
                .contains("prefers-color-scheme: dark", "lang=\"en\"", "viewport");
    }

    @Test
    void writesJsonThatParsersTake() {
        String json = new String(NoticeFormat.JSON.body(NOTICE), UTF_8);
        jakarta.json.JsonObject read =
                jakarta.json.Json.createReader(new java.io.StringReader(json)).readObject();
        assertThat(read.getString("detail")).isEqualTo(NASTY);
        assertThat(read.getString("rule")).isEqualTo(NASTY);
        assertThat(read.getInt("status")).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void keepsTextOnItsLine(NoticeFormat format) {
        assertThat(new String(format.body(NOTICE), UTF_8))
                .doesNotContain("\u0000")
                .doesNotContain("\r");
    }
}
