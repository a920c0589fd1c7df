package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Every dialog of the portal, on a desk and on a telephone. */
@Order(2)
class DialogsPortalIT extends InBrowser {
    /** What sticks out of a dialog on a side. */
    private static final String MISPLACED = """
            dialog => {
              const box = dialog.getBoundingClientRect();
              const clipped = e => {
                for (let p = e.parentElement; p !== dialog; p = p.parentElement) {
                  if (!p.matches('.ui-dialog-content') && getComputedStyle(p).overflowX !== 'visible') { return true; }
                }
                return false;
              };
              return [...dialog.querySelectorAll('input,select,textarea,button,label,p,h2,h3,pre,dd,li,span')]
                .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.ui-helper-hidden-accessible,.for-readers'))
                .filter(e => !clipped(e))
                .filter(e => { const r = e.getBoundingClientRect(); return r.left < box.left - 1 || r.right > box.right + 1; })
                .map(e => e.tagName + '#' + e.id + ' ' + e.textContent.slice(0, 30));
            }""";

    DialogsPortalIT(Cluster cluster) {
        super(cluster);
    }

    @AfterAll
    void discard() throws Exception {
        cluster.portal().dropFromDraft("dialogs");
    }

    @Test
    void fitADeskAndATelephone() throws Exception {
        cluster.portal().draftBlock("dialogs", "dialogs.test");
        Fetch.through(cluster.proxyOf("slave-1")).get("http://dialogs.test/" + "a-long-path-".repeat(20));
        for (int width : WIDTHS) {
            widen(width);
            for (Map.Entry<String, List<Runnable>> entry : dialogs().entrySet()) {
                go(entry.getKey());
                for (Runnable opened : entry.getValue()) {
                    opened.run();
                    dialogFits(entry.getKey() + "-dialog-" + entry.getValue().indexOf(opened), width);
                    page.keyboard().press("Escape");
                    assertThat(dialog()).hasCount(0);
                }
            }
        }
    }

    /** How the dialogs of each page are opened. */
    private Map<String, List<Runnable>> dialogs() {
        Map<String, List<Runnable>> dialogs = new LinkedHashMap<>();
        dialogs.put(
                "rules",
                List.of(
                        () -> button("Add rule").click(),
                        () -> button("Change").click(),
                        () -> field("rules:privacy").click(),
                        () -> button("Publish…").click(),
                        () -> {
                            button("Publish…").click();
                            field("publishing:to").selectOption("true");
                            assertThat(field("publishing:first")).isVisible();
                        },
                        () -> button("Delete dialogs").click()));
        dialogs.put("categories", List.of(() -> field("add:category").click()));
        dialogs.put("schedules", List.of(() -> field("add:schedule").click()));
        dialogs.put("users", List.of(() -> field("add:user").click()));
        dialogs.put("join", List.of(() -> field("add:key").click()));
        dialogs.put("nodes", List.of(() -> button("Drain slave-2").click(), () -> button("Details of slave-1")
                .click()));
        dialogs.put("records", List.of(() -> button("Saved filters…").click(), () -> page.locator(
                        ".record .target", new Page.LocatorOptions().setHasText("dialogs.test"))
                .first()
                .click()));
        dialogs.put("scheduled", List.of(() -> field("add:report").click()));
        return dialogs;
    }

    private void dialogFits(String name, int width) throws IOException {
        assertThat(dialog()).hasCount(1);
        page.screenshot(new ScreenshotOptions().setPath(picture(name, width)));
        BoundingBox box = dialog().boundingBox();
        assertThat(box.x).as(name + " on the left").isGreaterThanOrEqualTo(0);
        assertThat(box.x + box.width).as(name + " on the right").isLessThanOrEqualTo(width);
        assertThat(box.y).as(name + " at the top").isGreaterThanOrEqualTo(0);
        assertThat(box.y + box.height).as(name + " at the bottom").isLessThanOrEqualTo(HEIGHT);
        assertThat((List<?>) dialog().evaluate(MISPLACED))
                .as(name + " at " + width)
                .isEmpty();
        assertThat((Boolean) dialog().locator(".ui-dialog-content")
                        .evaluate("content => content.scrollWidth <= content.clientWidth"))
                .as(name + " does not scroll sideways at " + width)
                .isTrue();
    }

    private Locator dialog() {
        return page.locator(".ui-dialog:visible");
    }
}
