package dev.sluice.slave.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @ParameterizedTest
    @CsvSource({
        "ann:secret, ann, secret",
        "Ann:Secret, ann, Secret",
        "ann:a:b:, ann, a:b:",
        "ann:, ann, ''",
        ":x, '', x",
        "LAB\\Ann: ü , lab\\ann, ' ü'",
    })
    void readsNameAndPassword(String text, String name, String password) {
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThat(Credentials.read("Basic " + base64)).contains(new Credentials(name, password));
        assertThat(Credentials.read("bAsIc   " + base64 + " ")).contains(new Credentials(name, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic !", "Basic YW5u", "Basic YW5uOv8=", "Digest YW5uOng=", "Bearer x"})
    void isNothingWhereItIsNoBasicScheme(String header) {
        assertThat(Credentials.read(header)).isEmpty();
    }

    @Test
    void isNeverPrinted() {
        assertThat(new Credentials("ann", "secret")).hasToString("Credentials");
    }
}
