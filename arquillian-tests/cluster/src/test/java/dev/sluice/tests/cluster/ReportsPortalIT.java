package dev.sluice.tests.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An administrator in a browser looks at reports, and has them sent. */
@Order(2)
class ReportsPortalIT extends InBrowser {
    private static final Duration DAY = Duration.ofDays(1);

    private final LocalSites sites;
    private final MailServer mail;

    ReportsPortalIT(Cluster cluster, LocalSites sites, MailServer mail) {
        super(cluster);
        this.sites = sites;
        this.mail = mail;
    }

    @Test
    @Order(1)
    void mailsAReport() throws Exception {
        for (int i = 0; i < 3; i++) {
            Fetch.through(cluster.proxyOf("slave-1")).get(sites.url("/reported/" + i));
        }
        Waiting.until(
                "they are stored",
                () -> cluster.portal().recordsByPath("/reported/").size() == 3);
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES);

        go("scheduled");
        field("add:report").click();
        opened("editing:name");
        field("editing:save").click();
        assertThat(field("editing:nameError")).containsText("1 to 100 characters");
        field("editing:name").fill("Mailed");
        field("editing:rhythm").selectOption("daily");
        field("editing:at").fill("24:00");
        field("editing:save").click();
        assertThat(field("editing:atError")).containsText("such as 06:30");
        field("editing:at").fill("00:00");
        field("editing:zone").fill(zoneWithMidnightAt(end).getId());
        field("editing:recipients").fill("ann@example.org, bob");
        field("editing:save").click();
        assertThat(field("editing:recipientsError")).containsText("bob");
        field("editing:recipients").fill("ann@example.org, bob@example.org");
        save();
        assertThat(row("Mailed")).containsText("daily at 00:00, all nodes, PDF");
        assertThat(row("Mailed")).containsText("Not yet delivered");
        assertThat(schedule("Mailed").getString("nextDue"))
                .isEqualTo(end.plus(DAY).toString());

        button("Send Mailed now").click();
        Waiting.until("it is mailed", () -> !mail.mails().isEmpty());
        String message = mail.mails().get(0);
        assertThat(message).contains("\nSubject: Mailed\n", "\nTo: ann@example.org, bob@example.org\n");
        Path pdf = Files.createTempFile("mailed", ".pdf");
        try {
            Files.write(pdf, MailServer.pdf(message));
            assertThat(text(pdf)).containsPattern(requests(end)).containsPattern("127\\.0\\.0\\.1 +[1-9]");
        } finally {
            Files.delete(pdf);
        }
        assertThat(row("Mailed")).containsText("Delivered");
    }

    @Test
    @Order(2)
    void writesAReportAtOnceAndChangesAndRemovesIt() throws Exception {
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        go("scheduled");
        field("add:report").click();
        opened("editing:name");
        field("editing:name").fill("Written");
        field("editing:rhythm").selectOption("daily");
        field("editing:zone").fill(zoneWithMidnightAt(end).getId());
        save();
        button("Send Written now").click();
        assertThat(page.locator(".ui-growl")).containsText("delivered now");
        Waiting.until("it is written", () -> !written().isEmpty());
        assertThat(text(written().get(0))).containsPattern("Written").containsPattern(requests(end));
        assertThat(row("Written")).containsText("Delivered");
        assertThat(row("Written")).containsText("the master's folder");

        button("Edit Written").click();
        assertThat(field("editing:zone")).hasValue(zoneWithMidnightAt(end).getId());
        opened("editing:name");
        field("editing:name").fill("Mailed");
        field("editing:save").click();
        assertThat(field("editing:nameError")).containsText("There is a report of that name");
        field("editing:name").fill("Rewritten");
        field("editing:rhythm").selectOption("monthly");
        field("editing:format").selectOption("html");
        field("editing:node").fill("slave-1");
        save();
        assertThat(row("Rewritten")).containsText("monthly at 06:00, slave-1, HTML");

        press("Remove Rewritten", "Remove");
        assertThat(row("Rewritten")).hasCount(0);
        page.evaluate("sluice.pause(true)");
        cluster.portal().removeReport(schedule("Mailed").getInt("id"));
        button("Edit Mailed").click();
        assertThat(page.locator(".ui-growl")).containsText("Somebody else has removed it");
        assertThat(row("Mailed")).hasCount(0);
        assertThat(field("editing:save")).isHidden();
        assertThat(mail.mails()).hasSize(1);
        assertThat(audited("ritten")).containsExactly("report.remove", "report.change", "report.send", "report.add");
    }

    @Test
    @Order(3)
    void showsTheTimeFromOneTimeToAnother() {
        Instant from = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(2, ChronoUnit.HOURS);
        Instant to = from.plus(3, ChronoUnit.HOURS);
        Locator start = page.locator(".period time").first();
        go("reports");
        field("choice:span").selectOption(new SelectOption().setLabel("From … to"));
        page.locator("#fromHere").fill(local(to));
        page.locator("#toHere").fill(local(from));
        assertThat(page.locator(".problem").first()).containsText("Choose a beginning and an end after it");

        page.locator("#fromHere").fill(local(from));
        page.locator("#toHere").fill(local(to));
        assertThat(start).hasAttribute("data-date", String.valueOf(from.toEpochMilli()));
        assertThat(page.locator(".problem")).hasCount(0);
        assertThat(page.locator(".tile-value").first()).not().hasText("0");

        field("choice:later").click();
        assertThat(start).hasAttribute("data-date", String.valueOf(to.toEpochMilli()));
        assertThat(page.locator(".tile-value").first()).hasText("0");
        assertThat(page.locator("#fromHere")).hasValue(local(to));
        field("choice:earlier").click();
        assertThat(start).hasAttribute("data-date", String.valueOf(from.toEpochMilli()));
        field("choice:node").selectOption("slave-2");
        assertThat(page.locator("[id='board:nodes'] tbody")).not().containsText("slave-1");
    }

    /** And waits until the dialog is closed, so that the next one is not taken for it. */
    private void save() {
        field("editing:save").click();
        assertThat(field("editing:save")).isHidden();
    }

    private Locator row(String report) {
        return page.locator("[id='reports:table'] tbody tr", new Page.LocatorOptions().setHasText(report));
    }

    /** The line of a report that has the requests of the day before as REST tells them. */
    private String requests(Instant end) throws IOException, InterruptedException {
        long requests = cluster.portal()
                .object("/api/v1/reports/overview?from=" + end.minus(DAY) + "&to=" + end)
                .getJsonObject("figures")
                .getJsonNumber("requests")
                .longValueExact();
        return String.format(Locale.ENGLISH, "Requests +%,d ", requests);
    }

    private JsonObject schedule(String name) throws IOException, InterruptedException {
        return cluster.portal().array("/api/v1/reports/schedules").getValuesAs(JsonObject.class).stream()
                .filter(report -> report.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What was done to reports of that name, the newest first. */
    private List<String> audited(String name) throws IOException, InterruptedException {
        return cluster
                .portal()
                .array("/api/v1/audit?action=report&object=" + name)
                .getValuesAs(JsonObject.class)
                .stream()
                .map(event -> event.getString("action"))
                .toList();
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(cluster.data().resolve("reports"))) {
            return files.filter(file -> file.toString().endsWith(".pdf")).toList();
        }
    }

    private static String text(Path pdf) throws IOException, InterruptedException {
        return Shell.run(pdf.getParent(), "pdftotext", "-layout", pdf.toString(), "-");
    }

    private static ZoneOffset zoneWithMidnightAt(Instant time) {
        int second = LocalTime.ofInstant(time, ZoneOffset.UTC).toSecondOfDay();
        int day = (int) DAY.toSeconds();
        return ZoneOffset.ofTotalSeconds(second <= day / 2 ? -second : day - second);
    }

    /** As the field of a page has it, where browser and tests are in the same zone. */
    private static String local(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneId.systemDefault()).toString();
    }
}
