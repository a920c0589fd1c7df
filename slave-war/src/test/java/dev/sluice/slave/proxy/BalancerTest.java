package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BalancerTest {
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10};

    private Gateway gateway = behind("127.0.0.1/32");

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Gateway behind(String... balancers) {
        Gateway.Settings settings = new Gateway.Settings();
        settings.balancers = List.of(balancers);
        return new Gateway(settings);
    }

    private static byte[] version2(int command, String source, String target) throws IOException {
        byte[] from = InetAddress.getByName(source).getAddress();
        byte[] to = InetAddress.getByName(target).getAddress();
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(SIGNATURE);
        header.write(0x20 | command);
        header.write(from.length == 4 ? 0x11 : 0x21);
        header.writeBytes(
                ByteBuffer.allocate(2).putShort((short) (2 * from.length + 4)).array());
        header.writeBytes(from);
        header.writeBytes(to);
        header.writeBytes(new byte[] {0x30, 0x39, 0x1f, (byte) 0x90});
        return header.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 192.0.2.1 12345 8080,192.0.2.7",
        "PROXY TCP6 2001:db8::7 2001:db8::1 12345 8080,2001:db8:0:0:0:0:0:7",
        "PROXY UNKNOWN,127.0.0.1"
    })
    void takesClientFromVersion1(String header, String client) {
        try (Origin origin = Origin.ok("x");
                RawClient connection = gateway.connect()) {
            connection.send(header + "\r\n");
            for (int i = 0; i < 3; i++) {
                assertThat(connection.get(origin.uri("/")).read().status()).isEqualTo(200);
            }
            assertThat(gateway.records(3)).extracting(AccessRecord::client).containsOnly(client);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,192.0.2.7,192.0.2.1,192.0.2.7",
        "1,2001:db8::7,2001:db8::1,2001:db8:0:0:0:0:0:7",
        "0,192.0.2.7,192.0.2.1,127.0.0.1"
    })
    void takesClientFromVersion2(int command, String source, String target, String client) throws IOException {
        try (Origin origin = Origin.ok("x");
                RawClient connection = gateway.connect()) {
            connection.send(version2(command, source, target));
            assertThat(connection.get(origin.uri("/")).read().status()).isEqualTo(200);
            assertThat(gateway.record().client()).isEqualTo(client);
        }
    }

    @Test
    void decidesByTheRealClient() {
        try (Origin origin = Origin.ok("x");
                RawClient connection = gateway.connect()) {
            connection.send("PROXY TCP4 203.0.113.9 192.0.2.1 1 2\r\n");
            assertThat(connection.get(origin.uri("/")).read().status()).isEqualTo(403);
            assertThat(gateway.record())
                    .returns("r4", AccessRecord::ruleId)
                    .returns("203.0.113.9", AccessRecord::client);
        }
    }

    @Test
    void tunnelsForTheRealClient() throws IOException {
        try (Origin origin = new Origin(peer -> peer.in.transferTo(peer.out));
                RawClient connection = gateway.connect()) {
            connection.send(version2(1, "192.0.2.7", "192.0.2.1"));
            assertThat(connection
                            .request("CONNECT", origin.authority(), "")
                            .read("CONNECT")
                            .status())
                    .isEqualTo(200);
            connection.send("abc");
            assertThat(connection.in.readNBytes(3)).hasSize(3);
            connection.socket.shutdownOutput();
            assertThat(connection.isAtEnd()).isTrue();
            assertThat(gateway.record())
                    .returns("192.0.2.7", AccessRecord::client)
                    .returns(3L, AccessRecord::bytesUp)
                    .returns("", AccessRecord::error);
        }
    }

    @Test
    void letsBalancerLeaveTheHeaderOut() {
        try (Origin origin = Origin.ok("x");
                RawClient connection = gateway.connect()) {
            assertThat(connection.get(origin.uri("/")).read().status()).isEqualTo(200);
            assertThat(gateway.record().client()).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "192.0.2.0/24", "2001:db8::/32"})
    void refusesHeaderOfOneWhoIsNoBalancer(String balancers) throws IOException {
        gateway.close();
        gateway = balancers.equals("none") ? behind() : behind(balancers);
        try (Origin origin = Origin.ok("x");
                RawClient first = gateway.connect();
                RawClient second = gateway.connect()) {
            first.send("PROXY TCP4 192.0.2.7 192.0.2.1 12345 8080\r\n").get(origin.uri("/"));
            second.send(version2(1, "192.0.2.7", "192.0.2.1")).get(origin.uri("/"));
            assertThat(first.read().status()).isEqualTo(400);
            assertThat(second.read().status()).isEqualTo(400);
            assertThat(origin.heads).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 192.0.2.7\r\n", "PROXY TCP4 a b c d\r\n", "PROXY \0\r\n"})
    void closesOnBrokenHeader(String header) {
        try (Origin origin = Origin.ok("x");
                RawClient connection = gateway.connect()) {
            connection.send(header).get(origin.uri("/"));
            assertThat(connection.isAtEnd()).isTrue();
            assertThat(origin.heads).isEmpty();
        }
    }
}
