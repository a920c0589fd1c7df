package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An administrator in a browser, on a desk and on a telephone. */
@Order(1)
class PortalIT extends InBrowser {
    private final LocalSites sites;

    PortalIT(Cluster cluster, LocalSites sites) {
        super(cluster);
        this.sites = sites;
    }

    @Test
    @Order(1)
    void refusesAWrongPassword() {
        try (BrowserContext stranger = newSession()) {
            Page door = stranger.newPage();
            signIn(door, "not the password");

            assertThat(door).hasURL(Pattern.compile(".*/login.*"));
        }
    }

    @Test
    @Order(1)
    void letsAnAdministratorOutAndNobodyInAfterwards() {
        try (BrowserContext leaving = newSession()) {
            Page door = leaving.newPage();
            signIn(door, cluster.portal().password());
            door.locator("[id='leave:logout']").click();
            assertThat(door).hasURL(Pattern.compile(".*/login.*"));

            door.navigate(cluster.portal().base() + "/nodes");
            assertThat(door.locator("[id='login:name']")).isVisible();
        }
    }

    @Test
    @Order(2)
    void publishesARuleThatBothSlavesEnforceAndShowsTheRecord() throws Exception {
        go("rules");
        addRule("No probe site", ".probe.test");
        button("Publish…").click();
        opened("publishing:comment");
        field("publishing:comment").fill("from the browser");
        field("publishing:go").click();
        assertThat(page.locator(".progress li"))
                .hasCount(cluster.portal().nodes().size());

        for (String slave : Cluster.SLAVES) {
            Waiting.until(
                    slave + " refuses",
                    () -> get(slave, "http://www.probe.test/").statusCode() == 403);
        }
        HttpResponse<String> refused = get("slave-2", "http://www.probe.test/from-the-browser-test");
        assertThat(refused.body()).contains("No probe site", "slave-2");

        go("records");
        assertThat(page.locator(".record.block", new Page.LocatorOptions().setHasText("from-the-browser-test")))
                .hasCount(1);
    }

    @Test
    @Order(3)
    void showsNewRecordsWithoutAReload() throws Exception {
        go("records");
        assertThat(page.locator("h1")).hasText("Records");

        assertThat(get("slave-1", sites.url("/shown-live")).statusCode()).isEqualTo(404);

        assertThat(page.locator(".record", new Page.LocatorOptions().setHasText("/shown-live")))
                .hasCount(1);
    }

    @Test
    @Order(4)
    void showsBothSlavesInSync() {
        go("nodes");

        for (String slave : Cluster.SLAVES) {
            assertThat(page.locator("main")).containsText(slave);
        }
        assertThat(page.locator("main table")
                        .getByText("In sync", new Locator.GetByTextOptions().setExact(true))
                        .first())
                .isVisible();
    }

    @Test
    @Order(5)
    void fitsADeskAndATelephone() throws IOException {
        for (int width : WIDTHS) {
            widen(width);
            for (String name : List.of(
                    "rules",
                    "rollout",
                    "nodes",
                    "join",
                    "records",
                    "categories",
                    "schedules",
                    "users",
                    "reports",
                    "completeness",
                    "scheduled",
                    "audit")) {
                go(name);
                fits(name, width);
                assertThat(
                                (Integer)
                                        page.evaluate(
                                                "Math.max(0, ...[...document.querySelectorAll('main label')].map(l => l.offsetHeight))"))
                        .as("the highest label of " + name + " at " + width + " pixels")
                        .isLessThan(60);
            }
        }
    }

    @Test
    @Order(7)
    void makesAnActivationKeyAndShowsItOnce() {
        go("join");
        field("add:key").click();
        opened("making:label");
        field("making:label").fill("made in a browser");
        field("making:group").fill("Not a group");
        field("making:make").click();
        assertThat(field("making:groupError")).containsText("lower-case letters");
        field("making:group").fill("branch");
        field("making:make").click();

        String key = page.locator("#newKey").innerText();
        assertThat(key).matches("[a-z2-7]{8}\\.[a-z2-7]{32}\\.[0-9a-f]{64}");
        assertThat(page.locator("#newCommand"))
                .hasText("SLUICE_KEY=" + key + " ./sluice node join --master "
                        + cluster.portal().base());

        field("making:done").click();
        assertThat(page.locator("#newKey")).hasCount(0);
        assertThat(field("keys:table")).containsText("made in a browser");
        assertThat(page.content()).doesNotContain(key);
    }

    @Test
    @Order(8)
    void drainsANodeAndResumesIt() throws Exception {
        go("nodes");
        button("Drain slave-2").click();
        field("draining:deadline").selectOption("0");
        field("draining:go").click();

        Waiting.until("slave-2 is drained", () -> status("slave-2").equals("DRAINED"));
        button("Resume slave-2").click();
        Waiting.until("slave-2 serves again", () -> status("slave-2").equals("IN_SYNC"));

        button("Details of slave-2").click();
        assertThat(page.locator(".events")).containsText("by admin");
    }

    @Test
    @Order(9)
    void namesGroupsOfNodesInARule() throws Exception {
        go("rules");
        button("Add rule").click();
        opened("edit:name");
        field("edit:name").fill("Shops only");
        field("edit:nodeGroups").fill("Shop!");
        field("edit:save").click();
        assertThat(field("edit:nodeGroupsError")).containsText("Shop!");

        field("edit:nodeGroups").fill("shop");
        field("edit:save").click();

        assertThat(page.locator("[id='rules:table'] .phrases").first()).containsText("on nodes of shop");
        cluster.portal().dropFromDraft("shops-only");
    }

    @Test
    @Order(9)
    void saysInTheDraftWhatIsKeptOfPeople() {
        go("rules");
        treatClientAddress("HASH");
        assertThat(field("rules")).containsText("client hashed");
        assertThat(field("bar:state")).containsText("In records, client is hashed");

        treatClientAddress("KEEP");
        assertThat(field("rules")).containsText("all is kept but the query string");
    }

    private void treatClientAddress(String treatment) {
        field("rules:privacy").click();
        page.getByLabel("Client address").selectOption(treatment);
        field("discretion:save").click();
        assertThat(field("discretion:save")).isHidden();
    }

    @Test
    @Order(10)
    void leadsFromAReportToTheRecordsBehindIt() {
        go("completeness");
        assertThat(field("accounts")).containsText(SUM_HOLDS);
        go("reports");
        field("choice:earlier").click();
        assertThat(page.locator(".tile-value").first()).hasText("0");
        field("choice:later").click();
        assertThat(page.locator(".tile-value").first()).not().hasText("0");
        assertThat(page.evaluate("Object.values(Chart.instances).filter(c => c.data.labels.length > 20).length"))
                .as("charts drawn anew")
                .isEqualTo(4);
        page.locator(".top a", new Page.LocatorOptions().setHasText("www.probe.test"))
                .first()
                .click();
        assertThat(page.locator(".narrowing")).containsText("site: www.probe.test");
        assertThat(page.locator(".record").first()).containsText("www.probe.test");
    }

    @Test
    @Order(11)
    void exportsTheRecordsThatItShows() throws IOException {
        go("records");
        field("filter:text").pressSequentially("www.probe.test/");
        field("filter:status").pressSequentially("4xx");
        var link = page.locator(".exports a", new Page.LocatorOptions().setHasText("CSV"));
        assertThat(link).hasAttribute("href", Pattern.compile(".*text=www\\.probe\\.test%2F&status=4xx.*"));

        Path file = page.waitForDownload(link::click).path();

        assertThat(Files.readAllLines(file))
                .hasSizeGreaterThan(1)
                .first()
                .asString()
                .startsWith("node,boot,");
        assertThat(Files.readAllLines(file).stream().skip(1)).allMatch(line -> line.contains("www.probe.test"));
    }

    private String status(String node) throws IOException, InterruptedException {
        return cluster.portal().nodes().get(node).getString("status");
    }

    private void addRule(String name, String host) {
        button("Add rule").click();
        opened("edit:name");
        field("edit:name").fill(name);
        field("edit:hosts").fill(host);
        field("edit:save").click();
        assertThat(page.locator("[id='rules:table'] .phrases").first()).containsText(host.substring(1) + " and below");
    }

    private HttpResponse<String> get(String slave, String url) throws IOException, InterruptedException {
        return Fetch.through(cluster.proxyOf(slave)).get(url);
    }
}
