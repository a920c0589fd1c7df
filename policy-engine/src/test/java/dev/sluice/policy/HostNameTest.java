package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    private static final String LABEL = "a".repeat(63);

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "EXAMPLE.Com, example.com",
        "example.com., example.com",
        "localhost, localhost",
        "a_b.-c-.example, a_b.-c-.example",
        "1.example, 1.example",
        "1a, 1a",
        "müller.example, xn--mller-kva.example",
        "MÜLLER.example, xn--mller-kva.example",
        "straße.example, strasse.example",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "example。com。, example.com",
        "ｅｘａｍｐｌｅ.com, example.com",
        "\u212Aelvin.example, kelvin.example",
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1., 192.0.2.1",
        "１９２.0.2.1, 192.0.2.1",
        "0x7f.1, 127.0.0.1",
        "0X7F.1, 127.0.0.1",
        "0x7f000001, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "017700000001, 127.0.0.1",
        "127.1, 127.0.0.1",
        "127.0.1, 127.0.0.1",
        "0177.0.0.01, 127.0.0.1",
        "192.168.257, 192.168.1.1",
        "0, 0.0.0.0",
        "0x, 0.0.0.0",
        "4294967295, 255.255.255.255",
        "[::1], ::1",
        "::1, ::1",
        "[2001:DB8:0:0:0:0:0:1], 2001:db8::1",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::, ::",
        "[::ffff:127.0.0.1], 127.0.0.1",
        "::ffff:7f00:1, 127.0.0.1",
        "::127.0.0.1, ::7f00:1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    })
    void givesOneSpelling(String written, String normalised) {
        assertThat(HostName.normalise(written)).contains(normalised);
        assertThat(HostName.normalise(normalised)).contains(normalised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".example.com",
                "a..b",
                "example.com..",
                "a b",
                "a/b",
                "a%2eb",
                "user@host",
                "a,b",
                "*",
                "*.example.com",
                "a\0b",
                "a\nb",
                "example.com:80",
                "http://a",
                "256.1.1.1",
                "1.2.3.4.5",
                "1.2.3.256",
                "4294967296",
                "99999999999999999999",
                "0x100000000",
                "08.0.0.1",
                "1.2..4",
                "a.1",
                "example.0x1",
                "[",
                "]",
                "[]",
                "[::1",
                "::1]",
                "[1.2.3.4]",
                "[example.com]",
                ":",
                ":1",
                "1:",
                ":::",
                "::1::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::12345",
                "::g",
                "fe80::1%eth0",
                "[::1]:80",
                "::1.2.3",
                "::1.2.3.256",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "\uD800.example",
                "xn--\u00e4\u3002."
            })
    void refusesWhatIsNoHost(String written) {
        assertThat(HostName.normalise(written).filter(host -> !host.startsWith("xn--")))
                .isEmpty();
    }

    @Test
    void boundsLabelsAndTheWhole() {
        String longest = LABEL + "." + LABEL + "." + LABEL + "." + "a".repeat(61);

        assertThat(HostName.normalise(longest)).contains(longest);
        assertThat(HostName.normalise(longest + ".")).contains(longest);
        assertThat(HostName.normalise(longest + "a")).isEmpty();
        assertThat(HostName.normalise("a" + LABEL)).isEmpty();
        assertThat(HostName.normalise("ü".repeat(100_000))).isEmpty();
        assertThat(HostName.normalise("::" + "0".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, true", "2001:db8::1, true", "::, true", "example.com, false", "1.2.3.a4, false"})
    void knowsAddresses(String host, boolean address) {
        assertThat(HostName.isAddress(host)).isEqualTo(address);
    }

    @Test
    void readsAndPrintsEveryAddressAsJavaReadsIt() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(5) == 0 ? 4 : 16];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextBoolean() ? 0 : (byte) random.nextInt();
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            String written = address.getHostAddress();

            Optional<String> normalised = HostName.normalise(written);

            assertThat(normalised).isPresent();
            assertThat(InetAddress.getByName(normalised.get())).isEqualTo(address);
            assertThat(HostName.normalise(normalised.get())).isEqualTo(normalised);
        }
    }

    @Test
    void neverThrowsAndIsStable() {
        Random random = new Random(4);
        String alphabet = "aZ09.-_:[]%x/ \0\u00fc\u3002\uff11\u00ad\u200d\ud800\udc00\u0130\u212a\u06f1\u05d0";
        int hosts = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Optional<String> normalised = HostName.normalise(text.toString());
            if (normalised.isPresent()) {
                hosts++;
                assertThat(normalised.get()).matches("[a-z0-9._:-]{1,253}");
                assertThat(HostName.normalise(normalised.get()))
                        .as("normalised from %s", text)
                        .isEqualTo(normalised);
            }
        }
        assertThat(hosts).isGreaterThan(1_000);
    }
}
