package dev.sluice.slave.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.1.2,true",
        "10.0.0.0/8,11.0.0.0,false",
        "127.0.0.1,127.0.0.1,true",
        "127.0.0.1,127.0.0.2,false",
        "192.168.128.0/17,192.168.255.1,true",
        "192.168.128.0/17,192.168.127.1,false",
        "0.0.0.0/0,203.0.113.1,true",
        "0.0.0.0/0,::1,false",
        "2001:db8::/33,2001:db8:7fff::1,true",
        "2001:db8::/33,2001:db8:8000::1,false",
        "::/0,::1,true",
        "::1/128,::1,true",
        "::ffff:127.0.0.1/32,127.0.0.1,true",
    })
    void knowsWhatLiesInIt(String network, String address, boolean inside) throws UnknownHostException {
        assertThat(Network.parse(network).orElseThrow().contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "localhost",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/-1",
                "10.1/8",
                "::1/129",
                "256.0.0.1",
                "a:b"
            })
    void refusesWhatIsNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }
}
