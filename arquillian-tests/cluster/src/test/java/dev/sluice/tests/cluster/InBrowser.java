package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Tests in a browser, in which the administrator has signed in. Each has a tab of its own; what it leaves open is
 * closed, because an open page goes on asking the master.
 */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InBrowser {
    /** What the page Completeness says when no record is missing on any node. */
    static final Pattern SUM_HOLDS = Pattern.compile("The sum holds on (\\d+) of \\1 nodes\\.");

    static final int DESK = 1280;
    static final int HEIGHT = 900;

    /** Of a desk and of a telephone. */
    static final List<Integer> WIDTHS = List.of(DESK, 390);

    final Cluster cluster;
    Page page;
    private final List<String> troubles = new ArrayList<>();

    /** In the first line, which is all that a summary shows, a test that fails says what went wrong in its tab. */
    @RegisterExtension
    final TestExecutionExceptionHandler telling = (test, problem) -> {
        throw new AssertionError(
                "On %s went wrong %s; %s".formatted(page.url(), troubles, firstLine(String.valueOf(problem))), problem);
    };

    private Chromium browser;

    InBrowser(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    void openBrowser(Chromium chromium) {
        browser = chromium;
    }

    @BeforeEach
    void openTab() {
        page = browser.session().newPage();
        troubles.clear();
        page.onPageError(error -> trouble("script: " + error));
        page.onRequestFailed(request -> trouble("no answer from " + request.url() + ": " + request.failure()));
        page.onResponse(response -> {
            if (response.status() >= 400) {
                trouble(response.status() + " from " + response.url());
            }
        });
    }

    /** What went wrong in the tab of the test so far. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    private void trouble(String what) {
        troubles.add(firstLine(what));
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    @AfterEach
    void closeTabs() {
        browser.session().pages().forEach(Page::close);
    }

    /** Without a session at the portal. */
    BrowserContext newSession() {
        return browser.newSession();
    }

    /** Of somebody who browses through a proxy and signs in there. */
    BrowserContext newSession(InetSocketAddress proxy, String user, String password) {
        return browser.newSession(proxy, user, password);
    }

    void signIn(Page page, String password) {
        browser.signIn(page, password);
    }

    void widen(int pixels) {
        page.setViewportSize(pixels, HEIGHT);
    }

    /** Takes a picture of the page, which must not need to be scrolled sideways. */
    void fits(String name, int width) throws IOException {
        page.screenshot(new ScreenshotOptions().setPath(picture(name, width)).setFullPage(true));
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name + " at " + width + " pixels")
                .isLessThanOrEqualTo(width);
    }

    /** Where a picture belongs. */
    Path picture(String name, int width) throws IOException {
        return Files.createDirectories(cluster.data().resolveSibling("screenshots"))
                .resolve(name + "-" + width + ".png");
    }

    void go(String name) {
        page.navigate(cluster.portal().base() + "/" + name);
    }

    /** The button of exactly this name, which may have an icon before it. */
    Locator button(String name) {
        return button(page.locator("body"), name);
    }

    private static Locator button(Locator part, String name) {
        return part.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^[^A-Za-z]*" + name + "$")));
    }

    /** Presses the button and answers the question that it asks. */
    void press(String name, String answer) {
        button(name).click();
        button(page.locator(".ui-confirm-dialog"), answer).click();
    }

    /**
     * Waits until a dialog is open and has set the focus to its first field. It does that last, and so takes it from a field
     * that is being typed into by then.
     */
    void opened(String firstField) {
        PlaywrightAssertions.assertThat(field(firstField)).isFocused();
    }

    Locator field(String id) {
        return page.locator("[id='" + id + "']");
    }
}
