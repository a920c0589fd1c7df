package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One record for each exchange and tunnel, with what really happened, stored once. */
@Order(2)
class RecordsIT extends InBrowser {
    private final LocalSites sites;

    RecordsIT(Cluster cluster, LocalSites sites) {
        super(cluster);
        this.sites = sites;
    }

    /** Before the exports, so that these have its records too. */
    @Test
    @Order(1)
    void accountsForWhatWasUnderWayOnASlaveThatIsKilled() throws Exception {
        auditRequestsFor("127.0.0.2");
        String whole = "http://127.0.0.2:" + sites.port() + "/audited/whole";
        assertThat(Fetch.through(cluster.proxyOf("slave-1")).status(whole)).isEqualTo(404);
        Waiting.until(
                "it is stored",
                () -> cluster.portal().recordsByPath("/audited/whole").size() == 1);
        long before = killed();

        try (SilentOrigin origin = new SilentOrigin(cluster.proxyOf("slave-1"))) {
            origin.ask("127.0.0.2", "/audited/cut");
            origin.ask("127.0.0.1", "/lost/1");
            origin.ask("127.0.0.1", "/lost/2");
            killSlave1();
        }

        Waiting.until("the gap is told", () -> killed() == before + 2);
        Waiting.until(
                "the opening has become a record",
                () -> cluster.portal().recordsByPath("/audited/cut").size() == 1);
        JsonObject cut = cluster.portal()
                .recordsByPath("/audited/cut")
                .get("/audited/cut")
                .get(0);
        assertThat(cut.getInt("status")).isZero();
        assertThat(cut.getString("error")).isEqualTo("node-stopped");
        assertThat(cut.getString("ruleId")).isEqualTo("watched");
        assertThat(cluster.portal().recordsByPath("/lost/")).isEmpty();
        assertThat(cluster.command("records", "search", "--rule", "watched", "--error", "*"))
                .contains("/audited/cut", "node-stopped")
                .doesNotContain("/audited/whole");
        Waiting.until(
                "the sum is exact",
                () -> missing(cluster.portal().completeness().get("slave-1")) == 0);
        showsTheGapAndTheRecords(before + 2);
        cluster.portal().publishWithout("watched");
    }

    private void auditRequestsFor(String host) throws IOException, InterruptedException {
        go("rules");
        button("Add rule").click();
        opened("edit:name");
        field("edit:name").fill("Watched");
        field("edit:hosts").fill(host);
        field("edit:action").getByText("Allow").click();
        page.getByText("Audit: without a record").click();
        field("edit:save").click();
        assertThat(field("edit:save")).isHidden();
        assertThat(cluster.portal().object("/api/v1/policy/draft").toString()).contains("\"audit\":true");
        cluster.portal().publish("audit");
        Waiting.until("slave-1 enforces it", () -> cluster.portal().isInSync("slave-1"));
    }

    /** And waits until it is back. */
    private void killSlave1() throws IOException, InterruptedException {
        long process = cluster.pid("slave-1");
        cluster.signal("KILL", process);
        Waiting.until(
                "slave-1 is back",
                () -> cluster.pid("slave-1") != process
                        && cluster.part("slave-1").getString("state").equals("READY"));
    }

    /** What slave-1 has told of exchanges that had begun when it was killed. */
    private long killed() throws IOException, InterruptedException {
        return cluster
                .portal()
                .completeness()
                .get("slave-1")
                .getJsonArray("gaps")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(gap -> gap.getString("class").equals("unknown"))
                .filter(gap -> gap.getString("cause").equals("killed"))
                .mapToLong(gap -> count(gap, "records"))
                .sum();
    }

    private static long missing(JsonObject account) {
        return count(account, "generated")
                - count(account, "applied")
                - count(account, "damaged")
                - count(account, "spooled")
                - count(account, "dropped");
    }

    private static long count(JsonObject account, String what) {
        return account.getJsonNumber(what).longValueExact();
    }

    private void showsTheGapAndTheRecords(long gap) throws IOException {
        go("completeness");
        assertThat(field("accounts")).containsText(SUM_HOLDS);
        Locator account = page.locator("[id='accounts:table'] tbody tr")
                .filter(new Locator.FilterOptions().setHasText("slave-1"));
        assertThat(account).containsText(gap + " unknown (killed)");
        assertThat(account).not().containsText("audited (");
        for (int width : WIDTHS) {
            widen(width);
            fits("completeness-gap", width);
        }
        account.locator("a").click();
        assertThat(field("filter:node")).hasValue("slave-1");
        assertThat(page.locator(".record").first()).containsText("slave-1");

        go("records?rule=watched");
        assertThat(page.locator(".narrowing")).containsText("rule: watched");
        assertThat(page.locator(".record")).hasCount(2);
        page.locator(".record", new Page.LocatorOptions().setHasText("/audited/cut"))
                .locator("button")
                .first()
                .click();
        assertThat(field("record")).containsText("node-stopped");
    }

    @Test
    void storesEachOfManyExchangesOnceWithNodeStatusAndBytes() throws Exception {
        Fetch balanced = Fetch.through(cluster.proxy());
        int each = 300;
        for (int i = 0; i < each; i++) {
            assertThat(balanced.status(sites.url("/index.html?" + i))).isEqualTo(200);
            assertThat(balanced.status(sites.url("/count/" + i))).isEqualTo(404);
        }

        Waiting.until(
                "the last is stored",
                () -> cluster.portal().recordsByPath("/count/").size() == each);
        Map<String, List<JsonObject>> counted = cluster.portal().recordsByPath("/count/");
        assertThat(counted.values()).allSatisfy(records -> {
            assertThat(records).hasSize(1);
            assertThat(records.get(0).getInt("status")).isEqualTo(404);
            assertThat(records.get(0).getString("node")).isIn(Cluster.SLAVES);
        });
        List<JsonObject> pages = cluster.portal().recordsByPath("/index.html").get("/index.html");
        assertThat(pages).hasSize(each);
        assertThat(pages)
                .allSatisfy(record -> assertThat(record.getInt("bytesDown")).isEqualTo(LocalSites.PAGE.length()));
    }

    @Test
    void recordsATunnelWithItsBytes() throws Exception {
        String request = "GET /index.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String answer;
        try (Tunnel tunnel =
                Tunnel.open(cluster.proxyOf("slave-1"), new InetSocketAddress("127.0.0.1", sites.port()))) {
            tunnel.send(request);
            answer = tunnel.readToTheEnd();
        }
        assertThat(answer).contains(LocalSites.PAGE);

        Waiting.until("the tunnel's record is stored", () -> !tunnels().isEmpty());
        JsonObject record = tunnels().get(0);
        assertThat(record.getString("node")).isEqualTo("slave-1");
        assertThat(record.getString("tls")).isEqualTo("tunnel");
        assertThat(record.getInt("bytesUp")).isEqualTo(request.length());
        assertThat(record.getInt("bytesDown")).isEqualTo(answer.length());
    }

    @Test
    void tellsTheRealClientBehindTheBalancer() throws Exception {
        HttpResponse<String> answer = Fetch.through(cluster.proxy()).get(sites.url("/who-am-i"));
        assertThat(answer.statusCode()).isEqualTo(404);

        Waiting.until(
                "it is stored",
                () -> cluster.portal().recordsByPath("/who-am-i").size() == 1);
        JsonObject record =
                cluster.portal().recordsByPath("/who-am-i").get("/who-am-i").get(0);
        assertThat(record.getString("client")).isEqualTo("127.0.0.1");
    }

    @Test
    void tellsTheFiguresOnACommandLine() throws Exception {
        assertThat(Fetch.through(cluster.proxy()).status(sites.url("/in-figures")))
                .isEqualTo(404);
        Waiting.until(
                "it is stored",
                () -> cluster.portal().recordsByPath("/in-figures").size() == 1);

        assertThat(cluster.command("report", "overview", "--last", "2h"))
                .contains("complete up to")
                .containsPattern("this +[1-9][0-9]* ");
        assertThat(cluster.command("report", "series", "--last", "2h", "--step", "minute"))
                .containsPattern(":00Z +[1-9][0-9]* ");
        assertThat(cluster.command("report", "top", "site", "--last", "2h", "--limit", "1000"))
                .containsPattern("127\\.0\\.0\\.1 +[1-9][0-9]* ");
        assertThat(cluster.command("report", "users", "--last", "2h")).contains("USERS");
        assertThat(cluster.command("report", "completeness")).contains(Cluster.SLAVES);
    }

    /** Runs after others of this class or alone: it makes a refused exchange and two allowed ones of its own. */
    @Test
    void exportsAnAccessLogThatTheProgramsForSquidsReadWhole(@TempDir Path folder) throws Exception {
        Fetch balanced = Fetch.through(cluster.proxy());
        assertThat(balanced.status(sites.url("/exported%20page"))).isEqualTo(404);
        assertThat(balanced.status("http://nowhere.invalid/")).isGreaterThanOrEqualTo(500);
        Waiting.until(
                "they are stored",
                () -> cluster.portal().recordsByPath("/exported%20page").size() == 1);
        cluster.command(
                "records",
                "export",
                "--format",
                "squid",
                "--output",
                folder.resolve("access.log").toString());
        cluster.command(
                "records",
                "export",
                "--format",
                "jsonl",
                "--output",
                folder.resolve("all.jsonl").toString());

        long lines = Files.readAllLines(folder.resolve("access.log")).size();
        assertThat(lines).isGreaterThanOrEqualTo(2);
        assertThat(Files.readString(folder.resolve("access.log"))).contains("/exported%20page");
        assertThat(Files.readAllLines(folder.resolve("all.jsonl"))).hasSizeGreaterThanOrEqualTo((int) lines);
        assertThat(sh(folder, "calamaris -a < access.log"))
                .containsPattern("lines parsed: +lines +" + lines + "\\s")
                .containsPattern("invalid lines: +lines +0\\s");
        assertThat(sh(folder, "mkdir web && webalizer -F squid -o web access.log"))
                .containsPattern("\\b" + lines + " records")
                .doesNotContain("ignored", "bad");
        assertThat(sh(folder, "mkdir sarg && sarg -l $PWD/access.log -o $PWD/sarg && ls sarg"))
                .contains("index.html");
        sh(
                folder,
                "goaccess access.log --no-global-config --datetime-format=%s --date-format=%s --time-format=%s"
                        + " --log-format='%x.%^ %~%L %h %^/%s %b %m %U %e %^ %^' --no-strict-status -o report.json");
        assertThat(Files.readString(folder.resolve("report.json")))
                .containsPattern("\"valid_requests\": " + lines + ",")
                .containsPattern("\"failed_requests\": 0,");
    }

    private static String sh(Path folder, String command) throws IOException, InterruptedException {
        return Shell.run(folder, Map.of("PATH", System.getenv("PATH") + ":/usr/sbin"), "sh", "-c", command);
    }

    private List<JsonObject> tunnels() throws IOException, InterruptedException {
        return cluster.portal().records().stream()
                .filter(record -> record.getString("method").equals("CONNECT"))
                .filter(record -> record.getInt("port") == sites.port())
                .toList();
    }
}
