package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1549, 1.5 kB",
        "9999, 10 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "104857600, 105 MB",
        "3000000000, 3.0 GB"
    })
    void saysBytes(long bytes, String expected) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "59999, 59.9 s",
        "60000, 1 min 0 s",
        "3599999, 59 min 59 s",
        "7500000, 2 h 5 min"
    })
    void saysDurations(long millis, String expected) {
        assertThat(Amounts.duration(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-3, now", "0, now", "1, 1 s ago", "59, 59 s ago", "60, 1 min ago", "3600, 1 h ago", "90000, 1 d ago"})
    void saysAges(long seconds, String expected) {
        assertThat(Amounts.ago(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, '0'", "1234567, '1,234,567'"})
    void saysCounts(long number, String expected) {
        assertThat(Amounts.count(number)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-86400, 1 d ago", "-1, 1 s ago", "0, in 0 s", "7300, in 2 h", "7776000, in 90 d"})
    void saysWhenSomethingEnds(long seconds, String expected) {
        assertThat(Amounts.until(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.04, 0.0", "0.4, 0.4", "9.94, 9.9", "9.95, 10", "1234.4, '1,234'"})
    void saysRates(double perSecond, String expected) {
        assertThat(Amounts.rate(perSecond)).isEqualTo(expected);
    }
}
