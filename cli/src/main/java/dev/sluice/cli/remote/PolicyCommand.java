package dev.sluice.cli.remote;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.cluster.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code policy}: the draft, the revisions, and publishing. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows and changes the draft, publishes it, and goes back to an earlier revision.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice policy show > policy.json",
            "  ./sluice policy apply policy.json",
            "  ./sluice policy diff",
            "  ./sluice policy publish --wait --comment \"Block ads\"",
            "  ./sluice policy publish --wait --canary 1 --hold 30s",
            "  ./sluice policy rollback 7 --wait"
        })
public final class PolicyCommand {
    private static final JsonWriterFactory PRETTY =
            Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(name = "show", mixinStandardHelpOptions = true, description = "The draft, or a revision, as JSON.")
    int show(
            @Mixin PortalArguments master,
            @Parameters(
                            paramLabel = "REVISION",
                            arity = "0..1",
                            description = "A revision's number, or head. Default: the draft.")
                    Optional<String> revision)
            throws IOException {
        Portal portal = master.portal();
        JsonObject policy = revision.isEmpty()
                ? portal.get("policy/draft")
                : portal.get(path(revision.get())).getJsonObject("policy");
        out().println(pretty(policy));
        return ExitCode.OK;
    }

    private static String path(String revision) {
        if (revision.equals("head")) {
            return "policy/head";
        }
        return "policy/revisions/" + number(revision);
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "What publishing the draft would change, in words.")
    int diff(@Mixin PortalArguments master) throws IOException {
        JsonObject draft = master.portal().get("policy").getJsonObject("draft");
        JsonArray changes = draft.getJsonArray("changes");
        if (master.json()) {
            out().println(changes);
        } else if (changes.isEmpty()) {
            out().println("The draft is what is published.");
        } else {
            changes.getValuesAs(JsonString.class).forEach(change -> out().println(change.getString()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Makes a file the draft. A policy with a mistake is refused whole.")
    int apply(
            @Mixin PortalArguments master,
            @Parameters(paramLabel = "FILE", description = "A policy as JSON, or - for standard input.") String file)
            throws IOException {
        String policy = file.equals("-")
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(existing(file));
        master.portal().put("policy/draft", policy);
        return diff(master);
    }

    private static Path existing(String file) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new Problem("There is no file " + file + ".", "Name a policy's file, or - for standard input.");
        }
        return path;
    }

    @Command(
            name = "publish",
            mixinStandardHelpOptions = true,
            description = "Makes the draft the next revision and sends it to the nodes.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:published, with --wait: every node enforces it",
                "4:a node refused it or is late, or it was taken back"
            })
    int publish(
            @Mixin PortalArguments master,
            @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for the history.")
                    Optional<String> comment,
            @Mixin RolloutArguments rollout,
            @Mixin WaitArguments waiting)
            throws IOException, InterruptedException {
        Portal portal = master.portal();
        JsonObjectBuilder wish = Json.createObjectBuilder().add("comment", comment.orElse(""));
        rollout.wish().ifPresent(asked -> wish.add("rollout", asked));
        return follow(master, portal, portal.post("policy/publish", wish.build()), waiting);
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Publishes the content of an earlier revision again, as a new one. The draft stays.")
    int rollback(
            @Mixin PortalArguments master,
            @Parameters(paramLabel = "REVISION", description = "The number of the revision to go back to.")
                    String revision,
            @Mixin WaitArguments waiting)
            throws IOException, InterruptedException {
        Portal portal = master.portal();
        JsonObject wish =
                Json.createObjectBuilder().add("revision", number(revision)).build();
        return follow(master, portal, portal.post("policy/rollback", wish), waiting);
    }

    private int follow(PortalArguments master, Portal portal, JsonObject published, WaitArguments waiting)
            throws InterruptedException {
        if (master.json()) {
            out().println(published);
        } else {
            out().println("Published revision " + published.getInt("epoch") + "." + published.getInt("number") + ".");
        }
        out().flush();
        return waiting.isAsked()
                ? PortalArguments.exit(
                        new Watch(portal, out(), spec.commandLine().getErr()).follow(published, waiting.limit()))
                : ExitCode.OK;
    }

    @Command(name = "history", mixinStandardHelpOptions = true, description = "The revisions, newest first.")
    int history(
            @Mixin PortalArguments master,
            @Option(names = "-n", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
                    int most)
            throws IOException {
        JsonArray revisions = master.portal().list("policy/revisions?limit=" + most);
        if (master.json()) {
            out().println(revisions);
            return ExitCode.OK;
        }
        Table table = new Table("REVISION", "PUBLISHED", "BY", "HASH", "COMMENT");
        List<JsonObject> rows = revisions.getValuesAs(JsonObject.class);
        for (JsonObject row : rows) {
            table.add(
                    row.getInt("epoch") + "." + row.getInt("number"),
                    row.getString("publishedAt"),
                    row.getString("publishedBy"),
                    row.getString("hash").substring(0, 12),
                    row.getString("comment"));
        }
        table.print(out());
        return ExitCode.OK;
    }

    private static long number(String revision) {
        String number = revision.substring(revision.indexOf('.') + 1);
        if (!number.matches("\\d{1,18}")) {
            throw new Problem(
                    "\"" + revision + "\" is no revision.",
                    "Give its number, such as 7 or 1.7; ./sluice policy history lists them.");
        }
        return Long.parseLong(number);
    }

    private static String pretty(JsonObject json) {
        StringWriter text = new StringWriter();
        PRETTY.createWriter(text).write(json);
        return text.toString().strip();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
