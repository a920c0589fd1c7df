package dev.sluice.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationKeyTest {
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
    private static final String SECRET = "abcdefghijklmnopqrstuvwxyz234567";

    @Test
    void isReadBackAsItWasPrinted() {
        var key = ActivationKey.create(FINGERPRINT);
        var read = ActivationKey.parse("\n " + key.text().toUpperCase(java.util.Locale.ROOT) + " ");

        assertThat(read.text()).isEqualTo(key.text()).matches("[a-z2-7]{8}\\.[a-z2-7]{32}\\.[0-9a-f]{64}");
        assertThat(read.id()).isEqualTo(key.id());
        assertThat(read.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(read.verificationKey().hex())
                .isEqualTo(key.verificationKey().hex())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void isNewEachTime() {
        var first = ActivationKey.create(FINGERPRINT);
        var second = ActivationKey.create(FINGERPRINT);

        assertThat(first.id()).isNotEqualTo(second.id());
        assertThat(first.verificationKey().hex())
                .isNotEqualTo(second.verificationKey().hex());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abcdefgh | an activation key has three parts, id.secret.fingerprint; this one has 1",
                "a.b.c.d | an activation key has three parts, id.secret.fingerprint; this one has 4",
                "abcdefg.S.F | the id of the activation key must be 8 letters a-z or digits 2-7; this one has 7 characters",
                "abcdefg1.S.F | the id of the activation key must be 8 letters a-z or digits 2-7; this one has 8 characters",
                "abcdefgh.Sx.F | the secret of the activation key must be 32 letters a-z or digits 2-7; this one has 33 characters",
                "abcdefgh..F | the secret of the activation key must be 32 letters a-z or digits 2-7; this one has 0 characters",
                "abcdefgh.S.Fa | the fingerprint of the activation key must be 64 hexadecimal digits; this one has 65 characters",
            })
    void saysWhichPartIsWrong(String text, String problem) {
        var key = text.replace("S", SECRET).replace("F", FINGERPRINT);

        assertThatThrownBy(() -> ActivationKey.parse(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void keepsItsSecretOutOfLogs() {
        var key = ActivationKey.parse("abcdefgh." + SECRET + "." + FINGERPRINT);

        assertThat(key).hasToString("ActivationKey[abcdefgh]");
        assertThat(key.verificationKey()).hasToString("VerificationKey[hidden]");
    }

    @Test
    void givesTheMasterAKeyThatIsFixedForeverAndNotTheSecret() {
        var kept = ActivationKey.parse("abcdefgh." + SECRET + "." + FINGERPRINT).verificationKey();

        // printf 'sluice enrollment\n' and the 20 bytes of the secret, through sha256sum
        assertThat(kept.hex()).isEqualTo("1768582d009ada6bfdc97e9483408f5c146383a178183da6269506ae9e4d835b");
        assertThat(VerificationKey.ofHex(kept.hex()).hex()).isEqualTo(kept.hex());
        assertThatThrownBy(() -> VerificationKey.ofHex("00")).isInstanceOf(IllegalArgumentException.class);
    }

    /** RFC 4648 section 10, in lower case and without padding. */
    @Test
    void writesBase32AsOthersDo() {
        assertThat(Base32.encode("fooba".getBytes(StandardCharsets.US_ASCII))).isEqualTo("mzxw6ytb");
        var random = new Random(1);
        for (var round = 0; round < 100; round++) {
            var bytes = new byte[20];
            random.nextBytes(bytes);
            assertThat(Base32.decode(Base32.encode(bytes))).isEqualTo(bytes);
        }
    }
}
