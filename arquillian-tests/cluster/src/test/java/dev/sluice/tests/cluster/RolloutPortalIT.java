package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An administrator in a browser decides which revision the nodes enforce. */
@Order(2)
class RolloutPortalIT extends InBrowser {
    private static final String RULE = "no-canary-site";
    private static final String BLOCKED = "http://canary.test/";
    private static final String FIRST = "slave-1";
    private static final String OTHER = "slave-2";

    private long before;

    RolloutPortalIT(Cluster cluster) {
        super(cluster);
    }

    @AfterAll
    void openAgain() throws Exception {
        cluster.portal().publishWithout(RULE);
    }

    @Test
    @Order(1)
    void promotesARevisionThatACanaryHas() throws Exception {
        before = cluster.portal().head().number();
        cluster.portal().draftBlock(RULE, "canary.test");
        publishToTheCanary();

        press("Promote", "Promote");

        Waiting.until(OTHER + " has it too", () -> isBlocked(OTHER));
        assertThat(cluster.portal().rolloutState()).isEqualTo("DONE");
        assertThat(button("Promote")).hasCount(0);
    }

    @Test
    @Order(2)
    void goesBackToAnEarlierRevisionWithOneClickThatItConfirms() throws Exception {
        String draft = cluster.portal().object("/api/v1/policy/draft").toString();
        go("rollout");
        press("Roll back to revision " + before, "Roll back");

        for (String slave : Cluster.SLAVES) {
            Waiting.until(slave + " went back", () -> !isBlocked(slave));
        }
        assertThat(cluster.portal().head().number()).isEqualTo(before + 2);
        assertThat(cluster.portal().policy(before + 2))
                .isEqualTo(cluster.portal().policy(before));
        assertThat(cluster.portal().object("/api/v1/policy/draft")).hasToString(draft);
        assertThat(field("revisions:table")).containsText("Back to revision " + before);
    }

    @Test
    @Order(3)
    void abortsARevisionThatACanaryHas() throws Exception {
        publishToTheCanary();

        press("Abort", "Take back");

        Waiting.until(FIRST + " went back", () -> !isBlocked(FIRST));
        assertThat(isBlocked(OTHER)).isFalse();
        assertThat(cluster.portal().rolloutState()).isEqualTo("ABORTED");
        assertThat(field("revisions:table")).containsText("Aborted by admin.");
    }

    /** The draft, and waits on the page of the rollout until the canary has it. */
    private void publishToTheCanary() throws IOException, InterruptedException {
        go("rules");
        button("Publish…").click();
        opened("publishing:comment");
        field("publishing:to").selectOption(new SelectOption().setLabel("to a canary first, then to all"));
        field("publishing:kind").selectOption("nodes");
        field("publishing:first").fill(FIRST);
        field("publishing:hold").selectOption("86400");
        field("publishing:go").click();
        assertThat(page.locator(".progress")).containsText(FIRST);

        go("rollout");
        assertThat(field("wave:canary")).containsText("Enforces it");
        assertThat(isBlocked(FIRST)).isTrue();
        assertThat(isBlocked(OTHER)).isFalse();
    }

    private boolean isBlocked(String slave) throws IOException, InterruptedException {
        return Fetch.through(cluster.proxyOf(slave)).status(BLOCKED) == 403;
    }
}
