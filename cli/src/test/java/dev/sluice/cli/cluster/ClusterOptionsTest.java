package dev.sluice.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {
    @Test
    void givesABlockOfPortsInWhichNoneIsUsedTwice() {
        Ports ports = Ports.from(26_000);

        List<Integer> all = Stream.concat(
                        Stream.of(ports.proxy(), ports.portal(), ports.admin(), ports.broker(), ports.database()),
                        IntStream.rangeClosed(1, ClusterOptions.MAX_SLAVES)
                                .boxed()
                                .flatMap(slave -> Stream.of(ports.slaveProxy(slave), ports.slaveHealth(slave))))
                .toList();

        assertThat(all).doesNotHaveDuplicates().allMatch(port -> port >= 26_000 && port < 26_100);
    }

    @Test
    void hasThePortsThatTheDocumentsName() {
        assertThat(Ports.DEFAULT.slaveProxy(1)).isEqualTo(8081);
        assertThat(Ports.DEFAULT.slaveHealth(2)).isEqualTo(9082);
    }

    @Test
    void refusesPortsAndSlavesThatCannotBe() {
        assertThatThrownBy(() -> new Ports(70_000, 1, 1, 1, 1, 1, 1)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> new ClusterOptions(0, "127.0.0.1", Ports.DEFAULT))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> new ClusterOptions(31, "127.0.0.1", Ports.DEFAULT))
                .isInstanceOf(Problem.class);
    }

    @Test
    void isReachedOnLoopbackWhenItListensEverywhere() {
        assertThat(new ClusterOptions(1, "0.0.0.0", Ports.DEFAULT).reachable()).isEqualTo("127.0.0.1");
        assertThat(new ClusterOptions(1, "192.0.2.7", Ports.DEFAULT).reachable())
                .isEqualTo("192.0.2.7");
    }
}
