package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** How pages and the server get on with each other when much is asked for, or something is not answered. */
@Order(2)
class ConnectionsPortalIT extends InBrowser {
    private static final String NOTES_OPEN_SOCKETS = """
            window.WebSocket = class extends WebSocket {
                constructor(...of) {
                    super(...of);
                    this.addEventListener('open', () => window.socketIsOpen = true);
                }
            }""";

    ConnectionsPortalIT(Cluster cluster) {
        super(cluster);
    }

    @Test
    void asksForLivePartsOnlyWithTheNonceThatAPageHasWhenItIsReady() {
        List<Request> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (request.method().equals("POST") && request.url().endsWith("/records")) {
                asked.add(request);
            }
        });
        page.addInitScript(NOTES_OPEN_SOCKETS);
        AtomicReference<Route> end = new AtomicReference<>();
        page.route("**/late.js", end::set);
        endLate(page, "**/records");

        page.navigate(
                cluster.portal().base() + "/records", new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.waitForCondition(() -> end.get() != null && Boolean.TRUE.equals(page.evaluate("window.socketIsOpen")));
        assertThat(asked).as("before the page was ready").isEmpty();
        end.get()
                .fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBody(""));
        page.waitForCondition(() -> !asked.isEmpty());

        assertThat(asked).allSatisfy(request -> assertThat(request.postData()).contains("primefaces.nonce="));
        assertThat(asked.get(0).response().text()).endsWith("</partial-response>");
        assertThat(troubles()).isEmpty();
    }

    /** The server at times forgets the groups of a caller while others call who are none. */
    @Test
    void letsWhoHasSignedInSeeEachPageWhateverElseIsAskedFor() throws Exception {
        String cookies = page.context().cookies().stream()
                .map(cookie -> cookie.name + "=" + cookie.value)
                .collect(Collectors.joining("; "));
        List<Future<List<Integer>>> signedIn = new ArrayList<>();
        List<Future<List<Integer>>> strangers = new ArrayList<>();
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < 3; i++) {
                signedIn.add(callers.submit(() -> statuses(cookies)));
                strangers.add(callers.submit(() -> statuses("")));
            }
            for (Future<List<Integer>> statuses : signedIn) {
                assertThat(statuses.get(2, TimeUnit.MINUTES)).containsOnly(200);
            }
            for (Future<List<Integer>> statuses : strangers) {
                assertThat(statuses.get(2, TimeUnit.MINUTES)).containsOnly(302);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private List<Integer> statuses(String cookies) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            statuses.add(cluster.portal().pageStatus("nodes", cookies));
        }
        return statuses;
    }

    /** Such as one of a laptop that slept, whose connections are dead and do not know it. */
    @Test
    void givesUpALiveRequestThatNobodyAnswersAndAsksAgain() {
        // in a session of its own, as its pages have one clock
        try (BrowserContext session = newSession()) {
            Page waiting = session.newPage();
            signIn(waiting, cluster.portal().password());
            waiting.clock().install();
            waiting.navigate(cluster.portal().base() + "/completeness");
            Locator offline = waiting.locator("#offline");
            List<Request> unanswered = new CopyOnWriteArrayList<>();
            waiting.route("**/completeness", route -> unanswered.add(route.request()));
            waiting.waitForCondition(() -> {
                waiting.clock().runFor(1_000);
                return !unanswered.isEmpty();
            });
            assertThat(offline).isHidden();

            waiting.clock().runFor(61_000);
            assertThat(offline).isVisible();

            waiting.unroute("**/completeness");
            waiting.waitForCondition(() -> {
                waiting.clock().runFor(1_000);
                return offline.isHidden();
            });
        }
    }

    /** The server's HTTP/2 at times closes a connection that requests are on. */
    @Test
    void speaksHttp1() {
        go("rules");

        assertThat(page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol"))
                .isEqualTo("http/1.1");
    }

    @Test
    void turnsAwayARequestThatABrowserCutOffWithoutAWord() throws IOException {
        APIResponse answer = page.request()
                .post(
                        cluster.portal().base() + "/records",
                        RequestOptions.create().setHeader("Faces-Request", "partial/ajax"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(cluster.log("master")).doesNotContain("Missing CSP nonce");
    }

    /** Makes a page wait for a script at its end. */
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
    }
}
