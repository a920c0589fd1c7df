package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A slave on another host joins with its activation key, and works; {@link RemovalIT} ends it. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(4)
class JoinIT {
    private final Cluster cluster;
    private final OtherHost host;
    private final FarNode node;

    JoinIT(Cluster cluster, OtherHost host, FarNode node) {
        this.cluster = cluster;
        this.host = host;
        this.node = node;
    }

    @Test
    @Order(1)
    void refusesAKeyThatTheMasterDoesNotKnow() throws Exception {
        String key = cluster.newKey("--auto-approve");
        String id = key.substring(0, key.indexOf('.'));
        String wrong = key.replace(id, id.equals("aaaaaaaa") ? "bbbbbbbb" : "aaaaaaaa");

        assertThat(node.join(wrong)).contains("unknown-key");
    }

    @Test
    @Order(2)
    void saysNothingToAMasterThatIsNotTheKeys() throws Exception {
        String key = cluster.newKey("--auto-approve");
        String foreign = key.substring(0, key.lastIndexOf('.') + 1) + "0".repeat(64);

        assertThat(node.join(foreign)).contains("could not join").doesNotContain("refused this node");
    }

    @Test
    @Order(3)
    void aNodeJoinsWithNothingButItsKeyOnceItIsApproved() throws Exception {
        String key = cluster.newKey("--uses", "1", "--group", "branch");
        CompletableFuture<String> joining = CompletableFuture.supplyAsync(() -> joinUnchecked(key));
        Waiting.until("the node can be approved", () -> cluster.command("node", "approve", node.name())
                .contains("approved"));

        assertThat(joining.get()).contains("Waiting for an approval", node.name() + " belongs to the cluster");

        Waiting.until(node.name() + " is in sync", () -> cluster.portal().isInSync(node.name()));
        assertThat(cluster.portal().nodes().get(node.name()).getString("group")).isEqualTo("branch");
    }

    @Test
    @Order(4)
    void itEnforcesWhatIsPublishedAndItsRecordsArrive() throws Exception {
        cluster.portal().publishBlock("far", "far.test");
        Waiting.until("the other host refuses it", () -> node.fetch("http://far.test/from-far")
                .equals("403"));

        Waiting.until("the record is stored", () -> cluster.portal().records().stream()
                .anyMatch(record -> record.getString("node").equals(node.name())
                        && record.getString("path").equals("/from-far")));
    }

    @Test
    @Order(5)
    void aKeyIsUsedUp() throws Exception {
        String key = cluster.newKey("--uses", "1", "--auto-approve");
        FarNode first = nodeNamed("used-1");
        assertThat(first.join(key, "--patience", "1")).doesNotContain("refused");
        assertThat(first.settings()).contains("address=" + OtherHost.THERE);
        first.down();

        assertThat(nodeNamed("used-2").join(key)).contains("used-up-key");
        cluster.command("node", "remove", "used-1");
    }

    @Test
    @Order(7)
    void drainsAndResumes() throws Exception {
        assertThat(cluster.command("node", "drain", node.name(), "--deadline", "5s", "--wait"))
                .contains(node.name() + " is drained.");
        assertThat(node.fetch("http://far.test/drained")).isEqualTo("503");

        cluster.command("node", "resume", node.name());

        Waiting.until("it serves", () -> node.fetch("http://far.test/resumed").equals("403"));
    }

    private String joinUnchecked(String key) {
        try {
            return node.join(key, "--address", "0.0.0.0");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private FarNode nodeNamed(String name) throws IOException {
        return FarNode.named(name, cluster, host, Map.of());
    }
}
