package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator adds a user, clients are asked who they are, and what follows from it for rules, records and reports. */
@Order(2)
class SignInIT extends InBrowser {
    /** Found in no log, see {@link LogsIT}. */
    static final String PASSWORD = "of-the-user-only-7f3a91";

    /** Requests of all other tests are for other addresses. */
    private static final String HOST = "127.0.0.3";

    static final String ANN = "sign-in-ann";

    private final LocalSites sites;

    @TempDir
    private Path folder;

    SignInIT(Cluster cluster, LocalSites sites) {
        super(cluster);
        this.sites = sites;
    }

    private String url(String path) {
        return "http://" + HOST + ":" + sites.port() + path;
    }

    private String status(InetSocketAddress proxy, String path, String... options)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(
                List.of("curl", "-s", "-o", "page", "-w", "%{http_code}", "-x", "http://127.0.0.1:" + proxy.getPort()));
        command.addAll(List.of(options));
        command.add(url(path));
        return Shell.output(folder, Map.of(), command.toArray(String[]::new));
    }

    private void save() {
        field("edit:save").click();
        assertThat(field("edit:save")).isHidden();
    }

    private void publish(String comment) throws IOException, InterruptedException {
        cluster.portal().publish(comment);
        for (String slave : Cluster.SLAVES) {
            Waiting.until(slave + " enforces it", () -> cluster.portal().isInSync(slave));
        }
    }

    @Test
    @Order(1)
    void asksClientsWhoTheyAreOnceThePolicySaysSo() throws Exception {
        assertThat(status(cluster.proxy(), "/sign-in/before")).isEqualTo("404");
        go("users");
        field("add:user").click();
        opened("edit:name");
        field("edit:name").fill(ANN);
        field("edit:groups").fill("sign-in-staff");
        field("edit:password").fill("short");
        field("edit:save").click();
        assertThat(field("edit:passwordError")).containsText("8 to 128 characters");
        field("edit:password").fill(PASSWORD);
        save();
        assertThat(field("sets:table")).containsText(ANN);
        for (int width : WIDTHS) {
            widen(width);
            fits("users", width);
        }
        widen(DESK);

        go("rules");
        button("Add rule").click();
        opened("edit:name");
        field("edit:name").fill("Sign-in who");
        field("edit:hosts").fill(HOST);
        field("edit:action").getByText("Ask who it is").click();
        fits("rule-asks", DESK);
        save();
        publish("ask");

        for (String slave : Cluster.SLAVES) {
            InetSocketAddress proxy = cluster.proxyOf(slave);
            assertThat(status(proxy, "/sign-in/nobody")).isEqualTo("407");
            assertThat(status(proxy, "/sign-in/wrong", "--proxy-user", ANN + ":wrong"))
                    .isEqualTo("407");
            assertThat(status(proxy, "/sign-in/right", "--proxy-user", ANN + ":" + PASSWORD))
                    .isEqualTo("404");
            assertThat(status(proxy, "/sign-in/tunnel", "-p", "--proxy-user", ANN + ":" + PASSWORD))
                    .isEqualTo("404");
            assertThat(status(proxy, "/sign-in/asked", "--proxy-anyauth", "--proxy-user", ANN + ":" + PASSWORD))
                    .isEqualTo("404");
        }
        assertThat(Shell.output(
                        folder,
                        Map.of(
                                "http_proxy",
                                "http://" + ANN + ":" + PASSWORD + "@127.0.0.1:"
                                        + cluster.proxy().getPort()),
                        "wget",
                        "-q",
                        "-O",
                        "-",
                        url("/index.html")))
                .isEqualTo(LocalSites.PAGE);
        aBrowserSignsIn();
    }

    private void aBrowserSignsIn() throws IOException, InterruptedException {
        try (BrowserContext someone = newSession(cluster.proxy(), ANN, PASSWORD)) {
            Page visited = someone.newPage();
            Response answer = visited.navigate(url("/index.html?browser"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(visited.locator("h1")).hasText("It came through the gateway");
        }
        try (BrowserContext someone = newSession(cluster.proxy(), ANN, "wrong")) {
            Page visited = someone.newPage();
            try {
                assertThat(visited.navigate(url("/index.html?wrong")).status()).isEqualTo(407);
            } catch (com.microsoft.playwright.PlaywrightException refused) {
                assertThat(refused.getMessage()).contains("ERR_INVALID_AUTH_CREDENTIALS");
            }
        }
    }

    @Test
    @Order(2)
    void recordsAndReportsTellWhoItWas() throws Exception {
        Waiting.until("all are stored", () -> records("/sign-in/asked").size() == 4);
        assertThat(records("/sign-in/right")).hasSize(2).allSatisfy(record -> {
            assertThat(record.getString("user")).isEqualTo(ANN);
            assertThat(record.getString("action")).isEqualTo("allow");
        });
        for (String path : List.of("/sign-in/nobody", "/sign-in/wrong")) {
            assertThat(records(path)).hasSize(2).allSatisfy(record -> {
                assertThat(record.getString("user")).isEmpty();
                assertThat(record.getInt("status")).isEqualTo(407);
                assertThat(record.getString("action")).isEqualTo("authenticate");
                assertThat(record.getString("ruleId")).isEqualTo("sign-in-who");
            });
        }
        assertThat(records("/sign-in/asked"))
                .extracting(record -> record.getString("user"))
                .containsExactlyInAnyOrder("", "", ANN, ANN);
        assertThat(cluster.command("records", "search", "--user", ANN)).contains("/sign-in/right");
        assertThat(cluster.command("report", "top", "user", "--last", "2h")).contains(ANN);

        go("reports");
        assertThat(page.locator(".lists")).containsText(ANN);
        fits("reports-users", DESK);
        page.locator(".lists a", new Page.LocatorOptions().setHasText(ANN)).click();
        assertThat(page.locator(".narrowing")).containsText("user: " + ANN);
        assertThat(page.locator(".record").first()).isVisible();
        assertThat(cluster.portal()
                        .object("/api/v1/reports/users")
                        .getJsonObject("nodes")
                        .keySet())
                .containsAll(Cluster.SLAVES);

        go("records?action=authenticate");
        assertThat(page.locator(".record").first()).containsText("Asked");
        page.locator(".record", new Page.LocatorOptions().setHasText("/sign-in/nobody"))
                .first()
                .locator("button")
                .first()
                .click();
        assertThat(field("record")).containsText("Sign-in who");
        fits("record-asked", DESK);
    }

    @Test
    @Order(3)
    void oneClickBlocksAHostForAUserAndForAGroupOfUsers() throws Exception {
        openRecordOfAnn();
        button("For user “" + ANN + "”").click();
        assertThat(field("record:decided")).containsText("is in the draft");
        fits("record-for-user", DESK);
        String rule = firstOfAnn();
        publish("not for ann");
        assertThat(status(cluster.proxyOf("slave-1"), "/sign-in/blocked", "--proxy-user", ANN + ":" + PASSWORD))
                .isEqualTo("403");
        assertThat(status(cluster.proxyOf("slave-2"), "/sign-in/blocked")).isEqualTo("407");
        cluster.portal().dropFromDraft(rule);

        openRecordOfAnn();
        button("For users in “sign-in-staff”").click();
        assertThat(field("record:decided")).containsText("sign-in-staff");
        String ofGroup = firstOfAnn();
        publish("not for staff");
        assertThat(status(cluster.proxyOf("slave-2"), "/sign-in/blocked", "--proxy-user", ANN + ":" + PASSWORD))
                .isEqualTo("403");

        go("users");
        press("Delete " + ANN, "Delete");
        assertThat(page.locator(".ui-growl, .ui-messages")).not().hasCount(0);
        assertThat(field("sets:table")).containsText(ANN);
        cluster.portal().dropFromDraft(ofGroup);
    }

    private void openRecordOfAnn() {
        go("records?user=" + ANN);
        page.locator(".record", new Page.LocatorOptions().setHasText("/sign-in/right"))
                .first()
                .locator("button")
                .first()
                .click();
    }

    /** The id of the rule that names the user or the group. */
    private String firstOfAnn() throws IOException, InterruptedException {
        return cluster
                .portal()
                .object("/api/v1/policy/draft")
                .getJsonArray("rules")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(rule -> rule.getJsonArray("when").toString().contains("\"user"))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    @Test
    @Order(4)
    void letsNobodyInWhoIsNoLongerAUser() throws Exception {
        assertThat(cluster.portal().ask("/api/v1/policy/draft/users").body())
                .contains(ANN)
                .doesNotContain("pbkdf2");
        cluster.portal().publishWithout("sign-in-who");
        go("users");
        press("Delete " + ANN, "Delete");
        assertThat(field("sets:table")).not().containsText(ANN);
        publish("no users");

        assertThat(status(cluster.proxyOf("slave-1"), "/sign-in/after")).isEqualTo("404");
        assertThat(status(cluster.proxyOf("slave-1"), "/sign-in/gone", "--proxy-user", ANN + ":" + PASSWORD))
                .isEqualTo("404");
        Waiting.until("it is stored", () -> records("/sign-in/gone").size() == 1);
        assertThat(records("/sign-in/gone").get(0).getString("user")).isEmpty();
        assertThat(cluster.portal().object("/api/v1/policy/draft").toString()).doesNotContain("users");
    }

    private List<JsonObject> records(String path) throws IOException, InterruptedException {
        return cluster.portal().recordsByPath(path).getOrDefault(path, List.of());
    }
}
