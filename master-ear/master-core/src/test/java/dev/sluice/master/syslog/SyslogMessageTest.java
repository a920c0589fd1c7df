package dev.sluice.master.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.config.SyslogReceiver.Format;
import dev.sluice.master.report.StoredRecord;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyslogMessageTest {
    private static final String HEADER =
            "<133>1 2026-03-01T10:00:00.120000Z slave-1 sluice 3 access [meta sequenceId=\"10\"] ";
    private static final Pattern KEY = Pattern.compile("(?:^| )([A-Za-z0-9]+)=");
    private static final String NASTY =
            "a|=\\\n\r\t\"]\0\u001b\u007f\u0085\u009b\u2028\u2029 é\uD83D\uDE00\uD800src=<13>1 ";

    private static StoredRecord plain() {
        return record("www.example.com", "/a=b|c", "ann", "No \\ads|");
    }

    private static StoredRecord record(String host, String path, String user, String rule) {
        return record(host, path, user, rule, "block");
    }

    private static StoredRecord record(String host, String path, String user, String rule, String action) {
        return new StoredRecord(
                "slave-1",
                3,
                9,
                new AccessRecord(
                        Instant.parse("2026-03-01T10:00:00.120Z"),
                        Duration.ofMillis(34),
                        "10.1.2.3",
                        user,
                        "GET",
                        "http",
                        host,
                        80,
                        path,
                        403,
                        17,
                        1234,
                        "",
                        action,
                        "no-ads",
                        rule,
                        "ads",
                        "RULE",
                        1,
                        5,
                        "none",
                        "",
                        user + "/8",
                        "",
                        "r-1"));
    }

    @Test
    void writesJsonWithAllValues() {
        String message = message(Format.JSON, plain());

        assertThat(message).startsWith(HEADER + "{\"node\":\"slave-1\",\"boot\":3,\"sequence\":9,\"time\":");
        assertThat(json(message).getString("path")).isEqualTo("/a=b|c");
    }

    @Test
    void writesCefWithItsEscapes() {
        assertThat(message(Format.CEF, plain()))
                .isEqualTo(HEADER
                        + "CEF:0|Sluice|Sluice|1\\|0|block|Request blocked|5|externalId=slave-1/3/9 dvchost=slave-1"
                        + " rt=1772359200120 src=10.1.2.3 suser=ann app=http requestMethod=GET"
                        + " request=http://www.example.com/a\\=b|c dhost=www.example.com dpt=80"
                        + " requestClientApplication=ann/8 in=1234 out=17 act=block outcome=success cat=ads"
                        + " cs1=No \\\\ads| cs1Label=rule cs4=none cs4Label=tls cs5=r-1 cs5Label=requestId"
                        + " cn1=403 cn1Label=status cn2=5 cn2Label=policyRevision cn3=34 cn3Label=durationMillis");
    }

    @Test
    void namesWhatWasDone() {
        for (String words :
                List.of("block|Request blocked|5", "authenticate|Sign-in required|1", "allow|Request allowed|1")) {
            String action = words.substring(0, words.indexOf('|'));
            assertThat(message(Format.CEF, record("www.example.com", "/", "ann", "", action)))
                    .contains("|" + words + "|");
        }
    }

    @Test
    void writesLeefWithTabsBetweenItsAttributes() {
        assertThat(message(Format.LEEF, plain()))
                .isEqualTo(HEADER
                        + String.join(
                                "\t",
                                "LEEF:2.0|Sluice|Sluice|1\uFFFD0|block|x09|devTime=2026-03-01T10:00:00.120+0000",
                                "devTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
                                "node=slave-1",
                                "boot=3",
                                "sequence=9",
                                "sev=5",
                                "cat=ads",
                                "src=10.1.2.3",
                                "usrName=ann",
                                "proto=http",
                                "dstPort=80",
                                "srcBytes=17",
                                "dstBytes=1234",
                                "resource=www.example.com",
                                "url=http://www.example.com/a=b|c",
                                "policy=No \\ads|",
                                "method=GET",
                                "status=403",
                                "userAgent=ann/8",
                                "tls=none",
                                "durationMillis=34",
                                "policyRevision=5",
                                "requestId=r-1"));
    }

    /** Whatever clients send, a message is one line of its length, and its fields are those that we gave it. */
    @ParameterizedTest
    @EnumSource
    void letsNoTextForgeALineOrAField(Format format) {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            StoredRecord nasty = record(text(random), text(random), text(random), text(random));
            String message = message(format, nasty);
            String text = message.substring(HEADER.length());

            assertThat(message).startsWith(HEADER);
            assertThat(format == Format.LEEF ? text.replace("\t", "") : text)
                    .doesNotMatch("(?s).*[\\p{Cntrl}\u0080-\u009f\u2028\u2029].*");
            assertThat(fields(format, text))
                    .isEqualTo(fields(format, message(format, plain()).substring(HEADER.length())));
            if (format == Format.JSON) {
                assertThat(json(message).getString("host"))
                        .isEqualTo(utf8(nasty.record().host()));
            }
        }
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static List<String> fields(Format format, String text) {
        return switch (format) {
            case JSON -> List.copyOf(json(text).keySet());
            case CEF -> List.copyOf(cef(text).keySet());
            case LEEF ->
                Arrays.stream(text.split("\t", -1))
                        .map(field -> field.substring(0, field.indexOf('=') < 0 ? 0 : field.indexOf('=')))
                        .toList();
        };
    }

    /** Header and extension as a receiver parses them. */
    private static Map<String, String> cef(String text) {
        String[] parts = text.split("(?<!\\\\)\\|", 8);
        assertThat(parts).hasSize(8);
        String extension = parts[7].replace("\\\\", "\0").replace("\\=", "\1");
        List<MatchResult> keys = KEY.matcher(extension).results().toList();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            int end = i + 1 < keys.size() ? keys.get(i + 1).start() : extension.length();
            values.put(keys.get(i).group(1), extension.substring(keys.get(i).end(), end));
        }
        return values;
    }

    /** With any of the characters that mean something somewhere; never empty. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int length = random.nextInt(40); length > 0; length--) {
            text.append(NASTY.charAt(random.nextInt(NASTY.length())));
        }
        return text.toString();
    }

    @Test
    void keepsThePartsOfACefValueApart() {
        StoredRecord forging = record("h\\", "/p", "ann src=6.6.6.6", "r\\= act=allow");

        Map<String, String> values = cef(message(Format.CEF, forging).substring(HEADER.length()));

        assertThat(values)
                .containsEntry("src", "10.1.2.3")
                .containsEntry("act", "block")
                .containsEntry("suser", "ann src\u00016.6.6.6")
                .containsEntry("dhost", "h\0");
    }

    @ParameterizedTest
    @EnumSource
    void cutsTextsOfAMessageThatIsTooLong(Format format) {
        String worst = "\u0001".repeat(8_000);
        for (String text : List.of("x".repeat(8_000), "é".repeat(4_000), worst)) {
            String message = message(format, record(text, text, text, text));

            assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(SyslogMessage.LONGEST);
            assertThat(message).contains("\u2026");
            fields(format, message.substring(HEADER.length()));
        }
    }

    @Test
    void countsTheSequenceWithinWhatTheRfcAllows() {
        StoredRecord far = new StoredRecord("n", 1, Integer.MAX_VALUE - 1L, plain().record());
        StoredRecord next = new StoredRecord("n", 1, Integer.MAX_VALUE, plain().record());

        assertThat(message(Format.JSON, far)).contains("sequenceId=\"2147483647\"");
        assertThat(message(Format.JSON, next)).contains("sequenceId=\"1\"");
    }

    /** What the receiver reads, by the length in front. */
    private static String message(Format format, StoredRecord stored) {
        byte[] framed = new SyslogMessage(format, "1|0").framed(stored);
        String all = new String(framed, StandardCharsets.UTF_8);
        int space = all.indexOf(' ');
        assertThat(Integer.parseInt(all.substring(0, space))).isEqualTo(framed.length - space - 1);
        return all.substring(space + 1);
    }

    private static JsonObject json(String message) {
        return Json.createReader(new StringReader(message.substring(message.indexOf('{'))))
                .readObject();
    }
}
