package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinLineTest {
    @ParameterizedTest
    @CsvSource({
        "https://gateway.example, https://10.0.0.1:8888, https://gateway.example:443",
        "https://gateway.example:8888/, https://localhost:8888, https://gateway.example:8888",
        "https://localhost:8888, https://10.0.0.1:9999, https://10.0.0.1:9999",
        "https://127.0.0.1:8888, https://localhost:8888, https://localhost:8888"
    })
    void prefersAnAddressThatOthersReach(URI configured, URI seen, URI master) {
        assertThat(JoinLine.master(configured, seen)).isEqualTo(master);
    }

    @ParameterizedTest
    @CsvSource({
        "https://localhost:8888, true",
        "https://127.0.0.2:8888, true",
        "https://[::1]:8888, true",
        "https://10.0.0.1:8888, false",
        "https://localhost.example:8888, false"
    })
    void knowsAddressesOfThisMachineOnly(URI address, boolean loopback) {
        assertThat(JoinLine.isLoopback(address)).isEqualTo(loopback);
    }

    @Test
    void keepsTheKeyOutOfTheArguments() {
        assertThat(JoinLine.of("id.secret.print", URI.create("https://gateway.example:8888")))
                .isEqualTo("SLUICE_KEY=id.secret.print ./sluice node join --master https://gateway.example:8888");
    }
}
