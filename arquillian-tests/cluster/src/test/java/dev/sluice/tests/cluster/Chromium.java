package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Proxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** One browser for all tests, in which the administrator has signed in once. For one thread, like Playwright. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final double WAIT_MILLIS = 30_000;

    private final Playwright playwright = Playwright.create();
    private final Portal portal;
    private final Browser browser;
    private final BrowserContext session;

    private Chromium(Portal portal) throws IOException, InterruptedException {
        this.portal = portal;
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                // To Chromium the portal is as good as one of a public authority, so that it keeps
                                // files.
                                "--ignore-certificate-errors-spki-list=" + portal.keyDigest(),
                                // A page that a test has changed counts as one from elsewhere.
                                "--disable-features=LocalNetworkAccessChecks")));
        this.session = newSession();
    }

    static Chromium open(Portal portal) throws IOException, InterruptedException {
        assertThat(PROGRAM)
                .as("Chromium; install the packages in ops/apt-packages.txt")
                .isExecutable();
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
        Chromium chromium = new Chromium(portal);
        try (Page first = chromium.session.newPage()) {
            chromium.signIn(first, portal.password());
            PlaywrightAssertions.assertThat(first.locator("h1")).hasText("Rules");
        }
        return chromium;
    }

    /** In which the administrator has signed in. */
    BrowserContext session() {
        return session;
    }

    /** Without a session at the portal. */
    BrowserContext newSession() {
        return newSession(new Browser.NewContextOptions());
    }

    /** Of somebody who browses through a proxy and signs in there. */
    BrowserContext newSession(InetSocketAddress proxy, String user, String password) {
        return newSession(new Browser.NewContextOptions()
                .setProxy(new Proxy("http://127.0.0.1:" + proxy.getPort())
                        .setBypass("<-loopback>")
                        .setUsername(user)
                        .setPassword(password)));
    }

    private BrowserContext newSession(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(
                options.setIgnoreHTTPSErrors(true).setViewportSize(InBrowser.DESK, InBrowser.HEIGHT));
        context.setDefaultTimeout(WAIT_MILLIS);
        return context;
    }

    void signIn(Page page, String password) {
        page.navigate(portal.base() + "/");
        page.locator("[id='login:name']").fill("admin");
        page.locator("[id='login:password']").fill(password);
        page.locator("[id='login:enter']").click();
        page.waitForLoadState();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
