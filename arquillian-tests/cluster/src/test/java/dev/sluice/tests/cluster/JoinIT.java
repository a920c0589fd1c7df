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

/** One slave on another host, from its activation key to its removal, the wire between cut on the way. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(5)
class JoinIT {
    private static final String NODE = "branch-1";

    private final Cluster cluster;
    private final OtherHost host;
    private final Path data = Path.of(System.getProperty("sluice.work"), "branch-1");

    JoinIT(Cluster cluster, OtherHost host) throws IOException {
        this.cluster = cluster;
        this.host = host;
        Folders.emptied(data);
    }

    @AfterAll
    void stopTheNode() throws Exception {
        host.output(environment(""), sluice("down"));
    }

    @Test
    @Order(1)
    void refusesAKeyThatTheMasterDoesNotKnow() throws Exception {
        String key = newKey("--auto-approve");
        String id = key.substring(0, key.indexOf('.'));
        String wrong = key.replace(id, id.equals("aaaaaaaa") ? "bbbbbbbb" : "aaaaaaaa");

        assertThat(join(wrong)).contains("unknown-key");
    }

    @Test
    @Order(2)
    void saysNothingToAMasterThatIsNotTheKeys() throws Exception {
        String key = newKey("--auto-approve");
        String foreign = key.substring(0, key.lastIndexOf('.') + 1) + "0".repeat(64);

        assertThat(join(foreign)).contains("could not join").doesNotContain("refused this node");
    }

    @Test
    @Order(3)
    void aNodeJoinsWithNothingButItsKeyOnceItIsApproved() throws Exception {
        String key = newKey("--uses", "1", "--group", "branch");
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
        Waiting.until("the other host refuses it", () -> fetchThere("http://far.test/from-branch")
                .equals("403"));

        Waiting.until("the record is stored", () -> cluster.portal().records().stream()
                .anyMatch(record -> record.getString("node").equals(NODE)
                        && record.getString("path").equals("/from-branch")));
    }

    @Test
    @Order(5)
    void aKeyIsUsedUp() throws Exception {
        String key = newKey("--uses", "1", "--auto-approve");
        assertThat(joinAs("used-1", key, "--patience", "1")).doesNotContain("refused");
        host.output(environment(""), sluiceIn(data.resolveSibling("used-1"), "down"));

        assertThat(joinAs("used-2", key)).contains("used-up-key");
        cluster.command("node", "remove", "used-1");
    }

    @Test
    @Order(6)
    void itGoesOnBehindACutWireAndCatchesUpAfterwards() throws Exception {
        host.cutWire();
        try {
            cluster.portal().publishBlock("missed-there", "missed-there.test");
            Waiting.until(
                    NODE + " is offline",
                    () -> cluster.portal().nodes().get(NODE).getString("status").equals("OFFLINE"));
            assertThat(fetchThere("http://far.test/while-cut")).isEqualTo("403");
        } finally {
            host.mendWire();
        }
        Waiting.until(NODE + " is in sync", () -> cluster.portal().isInSync(NODE));
        assertThat(fetchThere("http://missed-there.test/")).isEqualTo("403");
        Waiting.until("the record of that time is stored", () -> cluster.portal().records().stream()
                .anyMatch(record -> record.getString("path").equals("/while-cut")));
    }

    @Test
    @Order(7)
    void drainsAndResumes() throws Exception {
        assertThat(cluster.command("node", "drain", NODE, "--deadline", "5s", "--wait"))
                .contains(NODE + " is drained.");
        assertThat(fetchThere("http://far.test/drained")).isEqualTo("503");

        cluster.command("node", "resume", NODE);

        Waiting.until("it serves", () -> fetchThere("http://far.test/resumed").equals("403"));
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
        assertThat(fetchThere("http://after.test/")).isNotEqualTo("403");

        assertThat(joinAs(NODE + "-again", newKey("--auto-approve"), "--name", NODE))
                .contains("node-removed");
    }

    private String newKey(String... options) throws IOException, InterruptedException {
        String[] words = new String[options.length + 2];
        words[0] = "key";
        words[1] = "create";
        System.arraycopy(options, 0, words, 2, options.length);
        return cluster.command(words)
                .lines()
                .filter(line -> line.matches("[a-z2-7]{8}\\..*"))
                .findFirst()
                .orElseThrow();
    }

    private String joinUnchecked(String key) {
        try {
            return join(key);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String join(String key) throws IOException, InterruptedException {
        return joinAs(NODE, key);
    }

    private String joinAs(String folder, String key, String... more) throws IOException, InterruptedException {
        String[] standard = {"node", "join", "--master", "https://" + OtherHost.HERE + ":" + cluster.portalPort()};
        String[] words =
                new String[standard.length + more.length + (more.length == 0 || !more[0].equals("--name") ? 2 : 0)];
        System.arraycopy(standard, 0, words, 0, standard.length);
        System.arraycopy(more, 0, words, standard.length, more.length);
        if (words.length > standard.length + more.length) {
            words[words.length - 2] = "--name";
            words[words.length - 1] = folder;
        }
        return host.output(environment(key), sluiceIn(data.resolveSibling(folder), words));
    }

    private String fetchThere(String url) throws IOException, InterruptedException {
        return host.output(
                        Map.of(),
                        "curl",
                        "-s",
                        "-m",
                        "10",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "-x",
                        "http://" + OtherHost.THERE + ":8081",
                        url)
                .strip();
    }

    private String[] sluice(String... words) {
        return sluiceIn(data, words);
    }

    private String[] sluiceIn(Path folder, String... words) {
        String[] all = new String[words.length + 3];
        all[0] = cluster.program();
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = folder.toString();
        return all;
    }

    private static Map<String, String> environment(String key) {
        return key.isEmpty() ? Map.of("SLUICE_NO_BUILD", "1") : Map.of("SLUICE_NO_BUILD", "1", "SLUICE_KEY", key);
    }
}
