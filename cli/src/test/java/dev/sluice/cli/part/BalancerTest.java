package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Ports;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private static final String HEAD = "# pxname,svname,status,weight,check_status,";

    @Test
    void takesClientsOnceASlaveHasAnsweredItsCheck() {
        assertThat(Balancer.takesClients(table("slaves,slave-1,DOWN,1,L4CON,", "slaves,slave-2,UP,1,L7OK,")))
                .isTrue();
    }

    @Test
    void doesNotTrustASlaveThatWasNotAskedYet() {
        assertThat(Balancer.takesClients(table("slaves,slave-1,UP,1,INI,", "slaves,BACKEND,UP,2,,")))
                .isFalse();
        assertThat(Balancer.takesClients(table("slaves,slave-1,UP 1/2,1,L4CON,")))
                .isFalse();
    }

    @Test
    void takesNoClientsWithoutASlave() {
        assertThat(Balancer.takesClients(table("proxy,FRONTEND,OPEN,,,", "slaves,slave-1,DOWN,1,L7STS,")))
                .isFalse();
        assertThat(Balancer.takesClients("")).isFalse();
    }

    @Test
    void sendsClientsToEverySlaveByThePortsOfTheCluster() {
        String settings = HaproxySettings.of(new ClusterOptions(2, "0.0.0.0", Ports.from(26_000)));

        assertThat(settings)
                .contains("bind 0.0.0.0:26000\n")
                .contains("server slave-1 127.0.0.1:26011 send-proxy-v2 check port 26051\n")
                .contains("server slave-2 127.0.0.1:26012 send-proxy-v2 check port 26052\n");
    }

    private static String table(String... rows) {
        return HEAD + "\n" + String.join("\n", rows) + "\n\n";
    }
}
