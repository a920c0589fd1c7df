package dev.sluice.cli.remote;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.cluster.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code records}: what went through the gateway. */
@Command(
        name = "records",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Searches, follows, explains and exports the access records of all nodes, and takes users out of them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice records search --user anna --action block",
            "  ./sluice records tail --site example.com",
            "  ./sluice records explain slave-1/1764120000000/42@2026-03-01T10:00:00.123456Z",
            "  ./sluice records export --format squid --from 2026-03-01T00:00:00Z --output access.log",
            "  ./sluice records erase --user anna --yes"
        })
public final class RecordsCommand {
    private static final long LOOK_AGAIN_MS = 1_000;

    private static final Pattern RECORD = Pattern.compile("([^/]+)/(-?\\d+)/(\\d+)(?:@(.+))?");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(
            name = "search",
            mixinStandardHelpOptions = true,
            description = "The newest records that match, newest first.")
    int search(
            @Mixin PortalArguments master,
            @Mixin RecordArguments wanted,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "At most so many, 1 to 1000. Default: ${DEFAULT-VALUE}.")
                    int limit)
            throws IOException {
        JsonArray found = master.portal().list("records?" + wanted.query() + "limit=" + limit);
        if (master.json()) {
            out().println(found);
            return ExitCode.OK;
        }
        Table table =
                new Table("TIME", "NODE", "CLIENT", "USER", "STATUS", "ACTION", "METHOD", "URL", "REMARK", "RECORD");
        found.getValuesAs(JsonObject.class).stream().map(RecordView::new).forEach(record -> table.add(record.cells()));
        table.print(out());
        return ExitCode.OK;
    }

    @Command(
            name = "tail",
            mixinStandardHelpOptions = true,
            description =
                    "Prints records as they are stored, however late they come, until it is stopped. When more come than can "
                            + "be shown, it says so. While the master or its database is away it waits.")
    int tail(
            @Mixin PortalArguments master,
            @Mixin RecordArguments wanted,
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            description = "End after so long. Default: when it is stopped.")
                    Optional<Long> seconds)
            throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(seconds.orElse(Long.MAX_VALUE / 2_000_000_000));
        new Tail(master.portal(), wanted.query(), spec.commandLine().getErr())
                .follow(time, look -> printArrived(look, master.json()));
        return ExitCode.OK;
    }

    private void printArrived(JsonObject look, boolean json) {
        if (look.getBoolean("missed")) {
            out().println("... and others that are not shown");
        }
        look.getJsonArray("records").getValuesAs(JsonObject.class).stream()
                .map(RecordView::new)
                .forEach(record -> out().println(json ? record.json() : String.join("  ", record.cells())));
        out().flush();
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Why a record was decided so: tries the rules of its revision again, one after the other.")
    int explain(
            @Mixin PortalArguments master,
            @Parameters(
                            paramLabel = "RECORD",
                            description =
                                    "NODE/BOOT/SEQUENCE@TIME, as search prints it. Without @TIME it is searched for.")
                    String record)
            throws IOException {
        Matcher form = RECORD.matcher(record);
        if (!form.matches()) {
            throw new Problem(
                    "\"" + record + "\" is no record.", "Write NODE/BOOT/SEQUENCE@TIME, as records search prints it.");
        }
        String time = form.group(4) == null ? "" : "?time=" + RecordArguments.encoded(form.group(4));
        JsonObject why = master.portal()
                .get("records/" + RecordArguments.encoded(form.group(1)) + "/" + form.group(2) + "/" + form.group(3)
                        + "/explanation" + time);
        if (master.json()) {
            out().println(why);
        } else {
            new ExplanationView(why).print(out());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes all records that match, oldest first.")
    int export(
            @Mixin PortalArguments master,
            @Mixin RecordArguments wanted,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "csv",
                            description =
                                    "csv, jsonl, squid (its native access.log) or w3c. Default: ${DEFAULT-VALUE}.")
                    String format,
            @Option(names = "--output", paramLabel = "FILE", description = "Where to. Default: standard output.")
                    Optional<Path> output)
            throws IOException {
        String path = "records/export?" + wanted.query() + "format=" + RecordArguments.encoded(format);
        if (output.isEmpty()) {
            download(master, path, System.out);
            return ExitCode.OK;
        }
        Path file = output.get();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            download(master, path, out);
        } catch (Problem | IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        spec.commandLine().getErr().println("Written to " + file + ".");
        return ExitCode.OK;
    }

    @Command(
            name = "erase",
            mixinStandardHelpOptions = true,
            description =
                    "Takes a user's name out of all records up to now, and out of the sums, and waits until it is done. "
                            + "Asking again is no harm.")
    int erase(
            @Mixin PortalArguments master,
            @Option(names = "--user", paramLabel = "NAME", required = true, description = "The name as in the records.")
                    String user,
            @Option(names = "--yes", description = "Yes, it cannot be undone.") boolean sure)
            throws IOException, InterruptedException {
        if (!sure) {
            throw new Problem("This cannot be undone.", "Say it again with --yes if you mean it.");
        }
        Portal portal = master.portal();
        JsonObject erasure = portal.post(
                "records/erasures", Json.createObjectBuilder().add("user", user).build());
        while (!erasure.getBoolean("done")) {
            Thread.sleep(LOOK_AGAIN_MS);
            erasure = erasure(portal, erasure.getInt("id"));
        }
        out().println(
                        master.json()
                                ? erasure
                                : "Erased; " + erasure.getJsonNumber("records")
                                        + " records had the name. What comes late is erased too.");
        return ExitCode.OK;
    }

    private static JsonObject erasure(Portal portal, int id) {
        return portal.list("records/erasures").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getInt("id") == id)
                .findFirst()
                .orElseThrow(() -> new Problem("The master does not know the erasure any more.", "Ask for it again."));
    }

    private static void download(PortalArguments master, String path, OutputStream out) throws IOException {
        WholeExport whole = new WholeExport(out);
        master.portal().download(path, whole);
        whole.check();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
