package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The last of the slave on another host: see {@link JoinIT}. After all that needs it. */
@ExtendWith(ClusterExtension.class)
@Order(8)
class RemovalIT {
    private final Cluster cluster;
    private final OtherHost host;
    private final FarNode node;

    RemovalIT(Cluster cluster, OtherHost host, FarNode node) throws Exception {
        this.cluster = cluster;
        this.host = host;
        this.node = node.joined();
    }

    @Test
    void aRemovedNodeIsShutOutAtOnceAndItsNameIsKept() throws Exception {
        String name = node.name();
        cluster.command("node", "remove", name);
        assertThat(cluster.portal().nodes().get(name).getString("status")).isEqualTo("REMOVED");
        cluster.portal().publishBlock("after", "after.test");
        for (String slave : Cluster.SLAVES) {
            Waiting.until(slave + " is in sync", () -> cluster.portal().isInSync(slave));
        }
        assertThat(node.fetch("http://after.test/")).isNotEqualTo("403");

        Path elsewhere = Path.of(System.getProperty("sluice.work"), name + "-again");
        assertThat(new FarNode(cluster, host, name, elsewhere, Map.of()).join(cluster.newKey("--auto-approve")))
                .contains("node-removed");
    }
}
