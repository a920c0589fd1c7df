package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An administrator in a browser, on a desk and on a telephone. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class PortalIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double WAIT_MILLIS = 30_000;

    private final Cluster cluster;
    private final LocalSites sites;
    private Playwright playwright;
    private Browser browser;

    PortalIT(Cluster cluster, LocalSites sites) {
        this.cluster = cluster;
        this.sites = sites;
    }

    @BeforeAll
    void openBrowser() {
        assertThat(CHROMIUM)
                .as("Chromium; install the packages in ops/apt-packages.txt")
                .isExecutable();
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                // A page that a test has changed counts as one from elsewhere.
                                "--disable-features=LocalNetworkAccessChecks")));
    }

    @AfterAll
    void closeBrowser() {
        playwright.close();
    }

    @Test
    @Order(1)
    void refusesAWrongPassword() {
        Page page = signIn(1280, "not the password");

        assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/login.*"));
    }

    @Test
    @Order(2)
    void publishesARuleThatBothSlavesEnforceAndShowsTheRecord() throws Exception {
        Page page = signIn(1280, cluster.portal().password());
        page.navigate(cluster.portal().base() + "/rules");
        addRule(page, "No probe site", ".probe.test");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Publish…"))
                .click();
        page.locator("[id='publishing:comment']").fill("from the browser");
        page.locator("[id='publishing:go']").click();
        assertThat(page.locator(".progress li")).hasCount(Cluster.SLAVES.size());

        for (String slave : Cluster.SLAVES) {
            Waiting.until(
                    slave + " refuses",
                    () -> get(slave, "http://www.probe.test/").statusCode() == 403);
        }
        HttpResponse<String> refused = get("slave-2", "http://www.probe.test/from-the-browser-test");
        assertThat(refused.body()).contains("No probe site", "slave-2");

        page.navigate(cluster.portal().base() + "/records");
        assertThat(page.locator(".record.block", new Page.LocatorOptions().setHasText("from-the-browser-test")))
                .hasCount(1);
    }

    @Test
    @Order(3)
    void showsNewRecordsWithoutAReload() throws Exception {
        Page page = signIn(1280, cluster.portal().password());
        page.navigate(cluster.portal().base() + "/records");
        assertThat(page.locator("h1")).hasText("Records");

        assertThat(get("slave-1", sites.url("/shown-live")).statusCode()).isEqualTo(404);

        assertThat(page.locator(".record", new Page.LocatorOptions().setHasText("/shown-live")))
                .hasCount(1);
    }

    @Test
    @Order(4)
    void showsBothSlavesInSync() {
        Page page = signIn(1280, cluster.portal().password());
        page.navigate(cluster.portal().base() + "/nodes");

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
        for (int width : new int[] {1280, 390}) {
            Page page = signIn(width, cluster.portal().password());
            for (String name : List.of(
                    "rules",
                    "rollout",
                    "nodes",
                    "join",
                    "records",
                    "categories",
                    "schedules",
                    "reports",
                    "completeness")) {
                page.navigate(cluster.portal().base() + "/" + name);
                Path picture = cluster.data().resolveSibling("screenshots").resolve(name + "-" + width + ".png");
                Files.createDirectories(picture.getParent());
                page.screenshot(new ScreenshotOptions().setPath(picture).setFullPage(true));
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .as(name + " at " + width + " pixels")
                        .isLessThanOrEqualTo(width);
            }
        }
    }

    @Test
    @Order(6)
    void asksForLivePartsOnlyWithTheNonceThatAPageHasWhenItIsReady() {
        Page page = signIn(1280, cluster.portal().password());
        List<Request> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (request.method().equals("POST") && request.url().endsWith("/records")) {
                asked.add(request);
            }
        });
        List<WebSocket> sockets = new CopyOnWriteArrayList<>();
        page.onWebSocket(sockets::add);
        endLate(page, "**/records");

        page.navigate(cluster.portal().base() + "/records");
        page.waitForCondition(() -> !asked.isEmpty());

        assertThat(sockets).as("they opened before the page was ready").isNotEmpty();
        assertThat(asked).allSatisfy(request -> assertThat(request.postData()).contains("primefaces.nonce="));
        assertThat(asked.get(0).response().text()).endsWith("</partial-response>");
    }

    @Test
    @Order(7)
    void makesAnActivationKeyAndShowsItOnce() {
        Page page = signIn(1280, cluster.portal().password());
        page.navigate(cluster.portal().base() + "/join");
        page.locator("[id='add:key']").click();
        page.locator("[id='making:label']").fill("made in a browser");
        page.locator("[id='making:group']").fill("Not a group");
        page.locator("[id='making:make']").click();
        assertThat(page.locator("[id='making:groupError']")).containsText("lower-case letters");
        page.locator("[id='making:group']").fill("branch");
        page.locator("[id='making:make']").click();

        String key = page.locator("#newKey").innerText();
        assertThat(key).matches("[a-z2-7]{8}\\.[a-z2-7]{32}\\.[0-9a-f]{64}");
        assertThat(page.locator("#newCommand"))
                .hasText("SLUICE_KEY=" + key + " ./sluice node join --master "
                        + cluster.portal().base());

        page.locator("[id='making:done']").click();
        assertThat(page.locator("#newKey")).hasCount(0);
        assertThat(page.locator("[id='keys:table']")).containsText("made in a browser");
        assertThat(page.content()).doesNotContain(key);
    }

    @Test
    @Order(8)
    void drainsANodeAndResumesIt() throws Exception {
        Page page = signIn(1280, cluster.portal().password());
        page.navigate(cluster.portal().base() + "/nodes");
        button(page, "Drain slave-2").click();
        page.locator("[id='draining:deadline']").selectOption("0");
        page.locator("[id='draining:go']").click();

        Waiting.until("slave-2 is drained", () -> status("slave-2").equals("DRAINED"));
        button(page, "Resume slave-2").click();
        Waiting.until("slave-2 serves again", () -> status("slave-2").equals("IN_SYNC"));

        button(page, "Details of slave-2").click();
        assertThat(page.locator(".events")).containsText("by admin");
    }

    @Test
    @Order(9)
    void namesGroupsOfNodesInARule() throws Exception {
        Page page = signIn(1280, cluster.portal().password());
        page.navigate(cluster.portal().base() + "/rules");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add rule"))
                .click();
        assertThat(page.locator("[id='edit:name']")).isFocused();
        page.locator("[id='edit:name']").fill("Shops only");
        page.locator("[id='edit:nodeGroups']").fill("Shop!");
        page.locator("[id='edit:save']").click();
        assertThat(page.locator("[id='edit:nodeGroupsError']")).containsText("Shop!");

        page.locator("[id='edit:nodeGroups']").fill("shop");
        page.locator("[id='edit:save']").click();

        assertThat(page.locator("[id='rules:table'] .phrases").first()).containsText("on nodes of shop");
        cluster.portal().dropFromDraft("shops-only");
    }

    @Test
    @Order(10)
    void leadsFromAReportToTheRecordsBehindIt() {
        Page page = signIn(1280, cluster.portal().password());
        page.navigate(cluster.portal().base() + "/completeness");
        assertThat(page.locator("[id='accounts']")).containsText("The sum holds on 2 of 2 nodes.");
        page.navigate(cluster.portal().base() + "/reports");
        page.locator("[id='choice:earlier']").click();
        assertThat(page.locator(".tile-value").first()).hasText("0");
        page.locator("[id='choice:later']").click();
        assertThat(page.locator(".tile-value").first()).not().hasText("0");
        assertThat(page.evaluate("Object.values(Chart.instances).filter(c => c.data.labels.length > 20).length"))
                .as("charts drawn anew")
                .isEqualTo(3);
        page.locator(".top a", new Page.LocatorOptions().setHasText("www.probe.test"))
                .first()
                .click();
        assertThat(page.locator(".narrowing")).containsText("site: www.probe.test");
        assertThat(page.locator(".record").first()).containsText("www.probe.test");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private String status(String node) throws IOException, InterruptedException {
        return cluster.portal().nodes().get(node).getString("status");
    }

    /** Makes a page be parsed to its end long after its socket is open. */
    private static void endLate(Page page, String url) {
        page.route(url, route -> {
            if (route.request().method().equals("GET")) {
                APIResponse answer = route.fetch();
                String text = answer.text()
                        .replace("</body>", "<script src=\"/jakarta.faces.resource/late.js\"></script></body>");
                route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(text));
            } else {
                route.resume();
            }
        });
        page.route("**/late.js", route -> {
            page.waitForTimeout(2_000);
            route.fulfill(
                    new Route.FulfillOptions().setContentType("text/javascript").setBody(""));
        });
    }

    private void addRule(Page page, String name, String host) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add rule"))
                .click();
        assertThat(page.locator("[id='edit:name']")).isFocused();
        page.locator("[id='edit:name']").fill(name);
        page.locator("[id='edit:hosts']").fill(host);
        page.locator("[id='edit:save']").click();
        assertThat(page.locator("[id='rules:table'] .phrases").first()).containsText(host.substring(1) + " and below");
    }

    private Page signIn(int width, String password) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setIgnoreHTTPSErrors(true).setViewportSize(width, 900));
        context.setDefaultTimeout(WAIT_MILLIS);
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
        Page page = context.newPage();
        page.navigate(cluster.portal().base() + "/");
        page.locator("[id='login:name']").fill("admin");
        page.locator("[id='login:password']").fill(password);
        page.locator("[id='login:enter']").click();
        page.waitForLoadState();
        return page;
    }

    private HttpResponse<String> get(String slave, String url) throws IOException, InterruptedException {
        return Fetch.through(cluster.proxyOf(slave)).get(url);
    }
}
