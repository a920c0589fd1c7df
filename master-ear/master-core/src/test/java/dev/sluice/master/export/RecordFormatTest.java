package dev.sluice.master.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.StoredRecord;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordFormatTest {
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.120Z");

    private static StoredRecord record(
            String user, String scheme, String host, int port, String path, String action, String agent, String error) {
        return new StoredRecord(
                "slave-1",
                3,
                9,
                new AccessRecord(
                        TIME,
                        Duration.ofMillis(34),
                        "10.1.2.3",
                        user,
                        scheme.equals("tunnel") ? "CONNECT" : "GET",
                        scheme,
                        host,
                        port,
                        path,
                        action.equals("allow") ? 200 : 403,
                        17,
                        1234,
                        "text/html",
                        action,
                        "no-ads",
                        "No \"ads\"",
                        "",
                        "RULE",
                        1,
                        5,
                        "none",
                        action.equals("allow") ? "192.0.2.1:8080" : "",
                        agent,
                        error,
                        "r-1"));
    }

    private static StoredRecord plain() {
        return record("", "http", "www.example.com", 80, "/a", "allow", "curl/8", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http   | www.example.com | 80   | /a      | allow |              | TCP_MISS/200 1234 GET http://www.example.com/a - HIER_DIRECT/192.0.2.1 text/html
            http   | www.example.com | 8080 | /a b    | allow |              | TCP_MISS/200 1234 GET http://www.example.com:8080/a%20b - HIER_DIRECT/192.0.2.1 text/html
            https  | www.example.com | 443  | /é      | allow | client-abort | TCP_MISS_ABORTED/200 1234 GET https://www.example.com/%C3%A9 - HIER_DIRECT/192.0.2.1 text/html
            http   | ads.example     | 80   | /       | block |              | TCP_DENIED/403 1234 GET http://ads.example/ - HIER_NONE/- text/html
            http   | ads.example     | 80   | /       | authenticate |       | TCP_DENIED/403 1234 GET http://ads.example/ - HIER_NONE/- text/html
            tunnel | 2001:db8::1     | 443  | ''      | allow |              | TCP_TUNNEL/200 1234 CONNECT [2001:db8::1]:443 - HIER_DIRECT/192.0.2.1 text/html
            """)
    void writesWhatSquidWrites(
            String scheme, String host, int port, String path, String action, String error, String line) {
        StoredRecord record = record("", scheme, host, port, path, action, "curl/8", error == null ? "" : error);

        assertThat(RecordFormat.SQUID.line(record)).isEqualTo("1772359200.154     34 10.1.2.3 " + line + "\n");
    }

    @Test
    void writesCommaSeparatedValuesThatASpreadsheetTakesForNoFormula() {
        String line = RecordFormat.CSV.line(
                record("=cmd()", "http", "www.example.com", 80, "/a,b", "allow", "a \"quoted\"\nagent", ""));

        assertThat(RecordFormat.CSV.head(TIME))
                .startsWith("node,boot,sequence,time,")
                .endsWith(",requestId\r\n");
        assertThat(line)
                .startsWith("\"slave-1\",3,9,\"2026-03-01T10:00:00.120Z\",34,\"10.1.2.3\",\"'=cmd()\",\"GET\",")
                .contains("\"/a,b\"", "\"a \"\"quoted\"\"\nagent\"", "\"No \"\"ads\"\"\"")
                .endsWith("\r\n");
    }

    @Test
    void writesAllValuesInEachJsonLine() {
        StoredRecord record = record("=ann", "http", "www.example.com", 80, "/a", "allow", "two\nlines", "");

        String line = RecordFormat.JSON_LINES.line(record);

        assertThat(line.trim()).doesNotContain("\n");
        JsonObject json = Json.createReader(new StringReader(line)).readObject();
        assertThat(json.keySet()).hasSize(3 + AccessRecord.class.getRecordComponents().length);
        assertThat(json.getString("user")).isEqualTo("=ann");
        assertThat(json.getString("userAgent")).isEqualTo("two\nlines");
        assertThat(json.getJsonNumber("bytesDown").longValue()).isEqualTo(1234);
    }

    @Test
    void writesAsManyW3cFieldsAsTheDirectiveNames() {
        String line = RecordFormat.W3C.line(
                record("", "http", "www.example.com", 80, "/a", "allow", "an \"agent\"\nof two", ""));
        String fields = Arrays.stream(RecordFormat.W3C.head(TIME).split("\n"))
                .filter(directive -> directive.startsWith("#Fields: "))
                .findFirst()
                .orElseThrow();

        assertThat(line)
                .startsWith(
                        "2026-03-01 10:00:00 0.034 10.1.2.3 - GET http://www.example.com/a 200 1234 17 text/html "
                                + "\"an \"\"agent\"\" of two\" 192.0.2.1:8080 slave-1 allow no-ads \"No \"\"ads\"\"\" - RULE 1 5 ");
        String withoutTexts = line.trim().replace("\"\"", "").replaceAll("\"[^\"]*\"", "text");
        assertThat(withoutTexts.split(" ")).hasSize(fields.split(" ").length - 1);
    }

    /** What a client sends must not become a second line, or a second field. */
    @ParameterizedTest
    @EnumSource(names = {"SQUID", "W3C"})
    void keepsARecordOnOneLine(RecordFormat format) {
        StoredRecord nasty = record("a b\r\nc", "http", "h\n", 80, "/ \u2028\u0000\"x", "allow", "\r\n#Fields: x", "");

        String line = format.line(nasty);

        assertThat(line.trim().lines()).hasSize(1);
        assertThat(line.trim()).matches("\\p{ASCII}+").doesNotContain("a b", "\u0000");
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsWord(RecordFormat format) {
        assertThat(RecordFormat.of(format.word())).contains(format);
        assertThat(format.line(plain())).endsWith("\n");
    }
}
