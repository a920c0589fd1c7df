package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.SelectOption;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An administrator in a browser edits the draft, which nobody enforces until it is published, and looks at records. */
@Order(2)
class EditingPortalIT extends InBrowser {
    private final LocalSites sites;

    EditingPortalIT(Cluster cluster, LocalSites sites) {
        super(cluster);
        this.sites = sites;
    }

    @AfterAll
    void discard() throws Exception {
        for (String rule : rules()) {
            if (rule.startsWith("edited-")) {
                cluster.portal().dropFromDraft(rule.substring(0, rule.indexOf(':')));
            }
        }
    }

    @Test
    @Order(1)
    void movesDisablesRenamesAndDeletesRules() throws Exception {
        cluster.portal().draftBlock("edited-2", "edited.test");
        cluster.portal().draftBlock("edited-1", "edited.test");
        go("rules");

        button("Move edited-1 down").click();
        drafted("the other is first", "edited-2:true");
        button("Move edited-1 up").click();
        drafted("it is first again", "edited-1:true");
        button("edited-1: enabled, press to disable").click();
        drafted("it is disabled", "edited-1:false");

        button("Edit edited-1").click();
        opened("edit:name");
        field("edit:name").fill("Renamed");
        save();
        assertThat(field("rules:table")).containsText("Renamed");
        press("Delete Renamed", "Delete");
        drafted("it is gone", "edited-2:true");
    }

    @Test
    @Order(2)
    void addsEditsAndDeletesACategory() throws Exception {
        go("categories");
        field("add:category").click();
        opened("edit:name");
        field("edit:name").fill("edited-list");
        field("edit:domains").fill("b?.test");
        field("edit:save").click();
        assertThat(field("edit:domainsError")).containsText("is not a domain");
        field("edit:domains").fill("one.test");
        save();
        assertThat(field("sets:table")).containsText("edited-list");

        button("Edit edited-list").click();
        assertThat(field("edit:domains")).hasValue("one.test");
        opened("edit:name");
        field("edit:domains").fill("one.test\ntwo.test");
        save();
        Waiting.until("the draft has both", () -> names("categories").contains("edited-list") && draft("two.test"));

        press("Delete edited-list", "Delete");
        Waiting.until("the draft has it not", () -> !names("categories").contains("edited-list"));
    }

    @Test
    @Order(3)
    void addsEditsAndDeletesASchedule() throws Exception {
        go("schedules");
        field("add:schedule").click();
        opened("edit:name");
        field("edit:name").fill("edited-hours");
        field("edit:addWindow").click();
        button("Remove window 2").click();
        assertThat(button("Remove window 2")).hasCount(0);
        save();
        assertThat(field("sets:table")).containsText("edited-hours");

        button("Edit edited-hours").click();
        opened("edit:name");
        field("edit:zone").fill("Europe/Vienna");
        save();
        Waiting.until("the draft has its zone", () -> names("schedules").contains("edited-hours") && draft("Vienna"));

        press("Delete edited-hours", "Delete");
        Waiting.until("the draft has it not", () -> !names("schedules").contains("edited-hours"));
    }

    @Test
    @Order(3)
    void addsEditsAndDeletesAUser() throws Exception {
        go("users");
        field("add:user").click();
        opened("edit:name");
        field("edit:name").fill("edited-user");
        field("edit:password").fill("short");
        field("edit:save").click();
        assertThat(field("edit:passwordError")).containsText("8 to 128 characters");
        assertThat(field("edit:password")).hasValue("");
        field("edit:password").fill("long enough");
        save();
        assertThat(field("sets:table")).containsText("edited-user");
        assertThat(draft("long enough")).isFalse();

        button("Edit edited-user").click();
        assertThat(field("edit:password")).hasValue("");
        opened("edit:name");
        field("edit:groups").fill("edited-staff, edited-lab");
        save();
        Waiting.until("the draft has the groups", () -> names("users").contains("edited-user") && draft("edited-lab"));

        field("filter:wanted").pressSequentially("Nobody has this");
        assertThat(field("sets:table")).containsText("No user has this in the name");
        field("filter:wanted").fill("");
        field("filter:wanted").pressSequentially("EDITED-LAB");
        assertThat(field("sets:table")).containsText("edited-user");
        fits("users-found", DESK);
        press("Delete edited-user", "Delete");
        Waiting.until("the draft has it not", () -> !draft("edited-user"));
    }

    @Test
    @Order(3)
    void savesEachChoiceOfWhatRecordsSay() throws Exception {
        List<String> fields = List.of("client", "user", "host", "path", "query", "user-agent", "upstream");
        List<String> treatments = List.of("KEEP", "HASH", "DROP");
        go("rules");
        for (int turn = 0; turn < treatments.size(); turn++) {
            field("rules:privacy").click();
            Map<String, String> chosen = new TreeMap<>();
            for (int i = 0; i < fields.size(); i++) {
                String treatment = i == 0 && turn == 0 ? "NETWORK" : treatments.get((i + turn) % treatments.size());
                treatment(i).selectOption(treatment);
                chosen.put(fields.get(i), treatment.toLowerCase(Locale.ROOT));
            }
            assertThat(treatment(1).locator("option[value=NETWORK]")).isDisabled();
            field("discretion:save").click();
            assertThat(field("discretion:save")).isHidden();
            assertThat(privacy(fields)).isEqualTo(chosen);
        }
        field("rules:privacy").click();
        assertThat(treatment(2)).hasValue(treatments.get((2 + treatments.size() - 1) % treatments.size()));
    }

    private Locator treatment(int field) {
        return field("discretion:fields:" + field + ":treatment");
    }

    /** As the draft has it; what is left out is at its default. */
    private Map<String, String> privacy(List<String> fields) throws IOException, InterruptedException {
        JsonObject said = Optional.ofNullable(draft().getJsonObject("privacy")).orElse(JsonObject.EMPTY_JSON_OBJECT);
        Map<String, String> all = new TreeMap<>();
        fields.forEach(field -> all.put(field, said.getString(field, field.equals("query") ? "drop" : "keep")));
        return all;
    }

    @Test
    @Order(4)
    void changesTheDefaultAndDiscardsTheDraft() throws Exception {
        go("rules");
        button("Change").click();
        field("otherwise:action").getByText("Block").click();
        field("otherwise:message").fill("edited default");
        field("otherwise:save").click();
        Waiting.until("the draft blocks", () -> draft("edited default"));

        press("Discard", "Discard");
        Waiting.until("the draft is the head", () -> !draft("edited default"));
        assertThat(field("bar:publish")).hasCount(0);
    }

    @Test
    @Order(5)
    void filtersRecordsAndPausesThem() throws Exception {
        fetch("/let-in");
        go("records");
        assertThat(records("/let-in")).hasCount(1);
        field("filter:action").selectOption(new SelectOption().setLabel("Blocked"));
        assertThat(records("/let-in")).hasCount(0);
        field("filter:clear").click();
        assertThat(records("/let-in")).hasCount(1);

        field("flow:pause").click();
        assertThat(button("Resume")).isVisible();
        fetch("/while-paused");
        Waiting.until(
                "it is stored",
                () -> !cluster.portal().recordsByPath("/while-paused").isEmpty());
        assertThat(records("/while-paused")).hasCount(0);
        field("flow:pause").click();
        assertThat(records("/while-paused")).hasCount(1);
    }

    @Test
    @Order(6)
    void showsWhoEditedWhatAndThatNothingOfItWasAltered() {
        go("audit");
        field("filter:object").pressSequentially("edited-hours");
        assertThat(page.locator(".record")).hasCount(3);
        field("filter:action").pressSequentially("draft.schedule.delete");
        assertThat(page.locator(".record")).hasCount(1);
        field("filter:who").pressSequentially("nobody");
        assertThat(page.locator(".record")).hasCount(0);
        assertThat(field("audit")).containsText("No event matches these filters.");
        field("filter:clear").click();
        assertThat(field("filter:action")).hasValue("");
        assertThat(page.locator(".record").nth(5)).isVisible();
        field("filter:object").pressSequentially("edited-hours");
        assertThat(page.locator(".record")).hasCount(3);
        page.locator(".record .ui-row-toggler").nth(1).click();
        assertThat(page.locator(".change").first()).containsText("Europe/Vienna");
        field("check:verify").click();
        assertThat(field("verdict")).containsText("The chain holds");
    }

    @Test
    @Order(7)
    void opensARecordWithWhyItWasDecidedSoAndBlocksItsHostInTheDraft() throws Exception {
        Fetch.through(cluster.proxyOf("slave-1")).get("http://opened.test/why");
        go("records");
        records("opened.test/why").locator("button").first().click();
        assertThat(page.locator(".tried .badge").last()).hasText("Allowed");
        assertThat(field("record")).containsText("by rule “");

        button("For all").click();
        assertThat(field("record:decided")).containsText("Rule “Block opened.test” is in the draft.");
        Waiting.until("the draft has it", () -> rules().contains("block-opened-test:true"));
        button("For all").click();
        assertThat(page.locator(".ui-growl")).containsText("The draft has such a rule already");

        page.keyboard().press("Escape");
        assertThat(field("record")).isHidden();
        cluster.portal().dropFromDraft("block-opened-test");
    }

    @Test
    @Order(8)
    void keepsAFilterAndGroupsBySite() {
        go("records");
        field("filter:text").pressSequentially("opened.test");
        assertThat(page.locator(".exports a").first()).hasAttribute("href", Pattern.compile(".*text=opened\\.test.*"));
        button("Saved filters…").click();
        opened("keeping:name");
        field("keeping:name").fill("edited filter");
        field("keeping:save").click();
        Locator kept = page.locator("[id='saved'] a", new Page.LocatorOptions().setHasText("edited filter"));
        assertThat(kept).hasCount(1);

        go("records");
        kept.click();
        assertThat(field("filter:text")).hasValue("opened.test");
        field("flow:group").click();
        field("records:sites")
                .getByText("opened.test", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator(".narrowing")).containsText("site: opened.test");
        assertThat(records("opened.test").first()).isVisible();

        button("Saved filters…").click();
        button("Delete edited filter").click();
        assertThat(kept).hasCount(0);
    }

    /** The answer to the first click is late, as over a slow line: the second one is made on the table as it was. */
    @Test
    @Order(9)
    void actsOnTheRowThatWasClickedThoughRowsMovedMeanwhile() throws Exception {
        cluster.portal().draftBlock("edited-4", "edited.test");
        cluster.portal().draftBlock("edited-3", "edited.test");
        go("rules");
        AtomicReference<Runnable> late = new AtomicReference<>();
        page.route("**/rules", route -> {
            if (late.get() == null) {
                APIResponse answer = route.fetch();
                late.set(() -> route.fulfill(new Route.FulfillOptions().setResponse(answer)));
            } else {
                route.resume();
            }
        });
        button("Move edited-3 down").click();
        page.waitForCondition(() -> late.get() != null);
        button("edited-3: enabled, press to disable").click();
        late.get().run();

        // Not by a Waiting, in which no request of the page would go on.
        page.waitForCondition(() -> first(2).equals(List.of("edited-4:true", "edited-3:false")));
        page.unroute("**/rules");
        cluster.portal().dropFromDraft("edited-3");
        cluster.portal().dropFromDraft("edited-4");
    }

    @Test
    @Order(10)
    void rendersTheRulesAgainOnlyWhenTheyHaveChanged() throws Exception {
        go("rules");
        field("rules:table").evaluate("table => table.dataset.rendered = 'before'");
        for (int i = 0; i < 2; i++) { // the second one goes out when the first one's answer is on the page
            page.waitForResponse("**/rules", () -> page.evaluate("sluice.changed('NODES')"));
        }
        assertThat(field("rules:table")).hasAttribute("data-rendered", "before");

        cluster.portal().draftBlock("edited-5", "edited.test");
        assertThat(field("rules:table")).containsText("edited-5");
        assertThat(field("rules:table")).not().hasAttribute("data-rendered", "before");
        cluster.portal().dropFromDraft("edited-5");
    }

    /** And waits until the dialog is closed, so that the next one is not taken for it. */
    private void save() {
        field("edit:save").click();
        assertThat(field("edit:save")).isHidden();
    }

    private void fetch(String path) throws IOException, InterruptedException {
        Fetch.through(cluster.proxyOf("slave-1")).get(sites.url(path));
    }

    private Locator records(String path) {
        return page.locator(".record", new Page.LocatorOptions().setHasText(path));
    }

    /** Waits until the first rule of the draft is this one, in this state. */
    private void drafted(String what, String first) {
        Waiting.until(what, () -> rules().get(0).equals(first));
    }

    private List<String> first(int rules) {
        try {
            return rules().subList(0, rules);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> rules() throws IOException, InterruptedException {
        return draft().getJsonArray("rules").getValuesAs(JsonObject.class).stream()
                .map(rule -> rule.getString("id") + ":" + rule.getBoolean("enabled"))
                .toList();
    }

    private List<String> names(String sets) throws IOException, InterruptedException {
        return draft().getJsonArray(sets).getValuesAs(JsonObject.class).stream()
                .map(set -> set.getString("name"))
                .toList();
    }

    private boolean draft(String text) throws IOException, InterruptedException {
        return draft().toString().contains(text);
    }

    private JsonObject draft() throws IOException, InterruptedException {
        return cluster.portal().object("/api/v1/policy/draft");
    }
}
