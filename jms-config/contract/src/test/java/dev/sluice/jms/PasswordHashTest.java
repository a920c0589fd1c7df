package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    /** Of "password" and the salt "0123456789abcdef"; made with Python's {@code hashlib.pbkdf2_hmac}. */
    private static final String KNOWN =
            "pbkdf2-sha256:10000:MDEyMzQ1Njc4OWFiY2RlZg==:0YdT6cDcX5qiDagy0ie+FrM2RN8V8MC0buKrDrj+aAU=";

    @Test
    void knowsWhatOthersMade() {
        assertThat(PasswordHash.matches(KNOWN, "password".toCharArray())).isTrue();
        assertThat(PasswordHash.matches(KNOWN, "Password".toCharArray())).isFalse();
        assertThat(PasswordHash.matches(KNOWN, new char[0])).isFalse();
    }

    @Test
    void isNeverTwiceTheSame() {
        String hash = PasswordHash.of("ü 😀:".toCharArray());

        assertThat(PasswordHash.matches(hash, "ü 😀:".toCharArray())).isTrue();
        assertThat(PasswordHash.matches(hash, "ü 😀".toCharArray())).isFalse();
        assertThat(PasswordHash.of("ü 😀:".toCharArray())).isNotEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "pbkdf2-sha256:x:AAAA:AAAA",
                "pbkdf2-sha256:1:?:?",
                "pbkdf2-sha256:0:AAAA:AAAA",
                "md5:1:AAAA:AAAA"
            })
    void isNobodysWhenItIsNoHash(String text) {
        assertThat(PasswordHash.matches(text, "password".toCharArray())).isFalse();
    }
}
