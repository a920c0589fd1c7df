package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An administrator in a browser decides who belongs to the cluster. */
@Order(2)
class MembersPortalIT extends InBrowser {
    private static final String WANTED = "desk-1";
    private static final String UNWANTED = "desk-2";

    private JsonObject key = JsonObject.EMPTY_JSON_OBJECT;

    MembersPortalIT(Cluster cluster) {
        super(cluster);
    }

    @BeforeAll
    void makeAKey() throws Exception {
        key = cluster.portal().newKey("decided in a browser", false);
    }

    @Test
    @Order(1)
    void approvesANodeThatAppearsOnTheOpenPage() throws Exception {
        go("join");
        CompletableFuture<String> asked = applicant(WANTED).ask();
        button("Approve " + WANTED).click();

        assertThat(asked.join()).isEqualTo("approved");
        assertThat(cluster.portal().nodes()).containsKey(WANTED);
        assertThat(button("Approve " + WANTED)).hasCount(0);
    }

    @Test
    @Order(2)
    void declinesANodeAndLetsTheKeyBeUsedByAnother() throws Exception {
        go("join");
        CompletableFuture<String> asked = applicant(UNWANTED).ask();
        press("Decline " + UNWANTED, "Decline");

        assertThat(asked.join()).isEqualTo("declined");
        assertThat(cluster.portal().nodes()).doesNotContainKey(UNWANTED);
        assertThat(button("Decline " + UNWANTED)).hasCount(0);
    }

    @Test
    @Order(3)
    void revokesAKey() throws Exception {
        go("join");
        press("Revoke key " + key.getString("id"), "Revoke");
        assertThat(button("Revoke key " + key.getString("id"))).hasCount(0);

        assertThat(applicant(UNWANTED).ask().join()).isEqualTo("unknown-key");
        field("keys:dead").click();
        assertThat(field("keys:table")).containsText("decided in a browser");
    }

    @Test
    @Order(4)
    void putsANodeIntoAGroup() throws Exception {
        go("nodes");
        button("Details of " + WANTED).click();
        field("grouping:group").fill("Desks!");
        field("grouping:put").click();
        assertThat(field("grouping:groupError")).containsText("lower-case letters");

        field("grouping:group").fill("desks");
        field("grouping:put").click();

        assertThat(field("nodes:table")).containsText("desks");
        assertThat(cluster.portal().node(WANTED).getString("group")).isEqualTo("desks");
    }

    @Test
    @Order(5)
    void removesANodeAndReadmitsIt() throws Exception {
        Applicant again = new Applicant(
                cluster, WANTED, cluster.portal().newKey("again", true).getString("key"));
        go("nodes");
        button("Details of " + WANTED).click();
        press("Remove…", "Remove");
        Waiting.until(WANTED + " is removed", () -> status(WANTED).equals("REMOVED"));
        assertThat(again.ask().join()).isEqualTo("node-removed");

        press("Readmit", "Readmit");
        Waiting.until(WANTED + " may join", () -> !status(WANTED).equals("REMOVED"));
        assertThat(again.ask().join()).isEqualTo("approved");
    }

    @Test
    @Order(6)
    void findsARemovedNodeAndReadmitsIt() throws Exception {
        cluster.portal().removeNode(WANTED);
        go("nodes");
        assertThat(field("nodes:table")).not().containsText(WANTED);
        field("filter:state").selectOption(new SelectOption().setLabel("Removed"));
        press("Readmit " + WANTED, "Readmit");

        Waiting.until(WANTED + " may join", () -> !status(WANTED).equals("REMOVED"));
        cluster.portal().removeNode(WANTED);
    }

    @Test
    @Order(7)
    void makesASlaveTakeItsPolicyAnew() throws Exception {
        int taken = cluster.activations("slave-1");
        go("nodes");
        button("Details of slave-1").click();
        button("Send the policy again").click();

        Waiting.until("it takes it once more", () -> cluster.activations("slave-1") > taken);
    }

    private Applicant applicant(String node) {
        return new Applicant(cluster, node, key.getString("key"));
    }

    private String status(String node) throws IOException, InterruptedException {
        return cluster.portal().node(node).getString("status");
    }
}
