package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A slave behind the balancer that is taken out of service and put back. */
@ExtendWith(ClusterExtension.class)
@Order(3)
class DrainIT {
    private static final String ASK = "GET /index.html HTTP/1.1\r\nHost: tunnel.test\r\n\r\n";

    private final Cluster cluster;
    private final LocalSites sites;

    DrainIT(Cluster cluster, LocalSites sites) {
        this.cluster = cluster;
        this.sites = sites;
    }

    @Test
    void leavesTheTunnelsOfADrainedSlaveAloneAndSendsItNoNewClient() throws Exception {
        List<Tunnel> tunnels = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) { // the balancer gives each slave two
                tunnels.add(Tunnel.open(cluster.proxy(), new InetSocketAddress("127.0.0.1", sites.port())));
            }
            cluster.command("node", "drain", "slave-2", "--deadline", "2m");
            Waiting.until("the balancer sends slave-2 nobody", () -> cluster.balancerSays("slave-2")
                    .equals("NOLB"));
            for (Tunnel tunnel : tunnels) {
                assertThat(page(tunnel)).contains(LocalSites.PAGE);
            }
            assertThat(status("slave-2")).as("its tunnels are open").isEqualTo("DRAINING");
            for (int i = 0; i < 6; i++) {
                assertThat(Fetch.through(cluster.proxy())
                                .get(sites.url("/drain/" + i))
                                .statusCode())
                        .isEqualTo(404);
            }
        } finally {
            for (Tunnel tunnel : tunnels) {
                tunnel.close();
            }
        }
        Waiting.until("slave-2 is drained", () -> status("slave-2").equals("DRAINED"));
        Waiting.until("the records are stored", () -> drained().size() == 6);
        assertThat(drained()).containsOnly("slave-1");

        cluster.command("node", "resume", "slave-2");
        Waiting.until("slave-2 serves again", () -> status("slave-2").equals("IN_SYNC"));
        Waiting.until("the balancer sends it clients", () -> cluster.balancerSays("slave-2")
                .startsWith("UP"));
    }

    private static String page(Tunnel tunnel) throws IOException {
        tunnel.send(ASK);
        return tunnel.readTo(LocalSites.PAGE);
    }

    /** The nodes that served the requests made during the drain. */
    private List<String> drained() throws IOException, InterruptedException {
        return cluster.portal().records().stream()
                .filter(record -> record.getString("path").startsWith("/drain/"))
                .map(record -> record.getString("node"))
                .toList();
    }

    private String status(String node) throws IOException, InterruptedException {
        return cluster.portal().nodes().get(node).getString("status");
    }
}
