package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** One slave on another host, from its activation key to its removal. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(4)
class JoinIT {
    private static final String NODE = "branch-1";

    private final Cluster cluster;
    private final OtherHost host;
    private final FarNode node;

    JoinIT(Cluster cluster, OtherHost host) throws IOException {
        this.cluster = cluster;
        this.host = host;
        this.node = nodeNamed(NODE);
    }

    @AfterAll
    void stopTheNode() throws Exception {
        node.down();
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
        Waiting.until("the node can be approved", () -> cluster.command("node", "approve", NODE)
                .contains("approved"));

        assertThat(joining.get()).contains("Waiting for an approval", NODE + " belongs to the cluster");

        Waiting.until(NODE + " is in sync", () -> cluster.portal().isInSync(NODE));
        assertThat(cluster.portal().nodes().get(NODE).getString("group")).isEqualTo("branch");
    }

    @Test
    @Order(4)
    void itEnforcesWhatIsPublishedAndItsRecordsArrive() throws Exception {
        cluster.portal().publishBlock("far", "far.test");
        Waiting.until("the other host refuses it", () -> node.fetch("http://far.test/from-branch")
                .equals("403"));

        Waiting.until("the record is stored", () -> cluster.portal().records().stream()
                .anyMatch(record -> record.getString("node").equals(NODE)
                        && record.getString("path").equals("/from-branch")));
    }

    @Test
    @Order(5)
    void aKeyIsUsedUp() throws Exception {
        String key = cluster.newKey("--uses", "1", "--auto-approve");
        FarNode first = nodeNamed("used-1");
        assertThat(first.join(key, "--patience", "1")).doesNotContain("refused");
        first.down();

        assertThat(nodeNamed("used-2").join(key)).contains("used-up-key");
        cluster.command("node", "remove", "used-1");
    }

    @Test
    @Order(7)
    void drainsAndResumes() throws Exception {
        assertThat(cluster.command("node", "drain", NODE, "--deadline", "5s", "--wait"))
                .contains(NODE + " is drained.");
        assertThat(node.fetch("http://far.test/drained")).isEqualTo("503");

        cluster.command("node", "resume", NODE);

        Waiting.until("it serves", () -> node.fetch("http://far.test/resumed").equals("403"));
    }

    @Test
    @Order(8)
    void aRemovedNodeIsShutOutAtOnceAndItsNameIsKept() throws Exception {
        cluster.command("node", "remove", NODE);
        assertThat(cluster.portal().nodes().get(NODE).getString("status")).isEqualTo("REMOVED");
        cluster.portal().publishBlock("after", "after.test");
        for (String slave : Cluster.SLAVES) {
            Waiting.until(slave + " is in sync", () -> cluster.portal().isInSync(slave));
        }
        assertThat(node.fetch("http://after.test/")).isNotEqualTo("403");

        Path elsewhere = Path.of(System.getProperty("sluice.work"), NODE + "-again");
        assertThat(new FarNode(cluster, host, NODE, elsewhere, Map.of()).join(cluster.newKey("--auto-approve")))
                .contains("node-removed");
    }

    private String joinUnchecked(String key) {
        try {
            return node.join(key);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private FarNode nodeNamed(String name) throws IOException {
        return FarNode.named(name, cluster, host, Map.of());
    }
}
