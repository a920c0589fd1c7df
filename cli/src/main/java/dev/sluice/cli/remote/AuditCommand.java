package dev.sluice.cli.remote;

import dev.sluice.cli.ExitCode;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}: who changed what. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows who changed what, and checks that nothing of it was altered.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice audit list --who admin --action draft",
            "  ./sluice audit list --from 2026-03-01T00:00:00Z --json",
            "  ./sluice audit verify",
            "  ./sluice audit verify --seal 12:6b86b273..."
        })
public final class AuditCommand {
    private static final int SHOWN = 60;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The newest events, newest first. With --json in full.")
    int list(
            @Mixin PortalArguments master,
            @Option(
                            names = "--from",
                            paramLabel = "TIME",
                            defaultValue = "",
                            description = "Such as 2026-03-01T00:00:00Z.")
                    String from,
            @Option(names = "--to", paramLabel = "TIME", defaultValue = "", description = "Only what was before it.")
                    String to,
            @Option(names = "--who", paramLabel = "ACCOUNT", defaultValue = "", description = "Only what it did.")
                    String who,
            @Option(
                            names = "--action",
                            paramLabel = "WORDS",
                            defaultValue = "",
                            description = "An action, or its first words: draft finds draft.rule.add too.")
                    String action,
            @Option(names = "--object", paramLabel = "TEXT", defaultValue = "", description = "A part of its name.")
                    String object,
            @Option(
                            names = "--below",
                            paramLabel = "NUMBER",
                            defaultValue = "0",
                            description = "Only smaller numbers, to go on where a list ended.")
                    long below,
            @Option(
                            names = {"-n", "--limit"},
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "How many, at most 1000. Default: ${DEFAULT-VALUE}.")
                    int limit)
            throws IOException {
        String path = "audit?limit=" + limit + "&below=" + below + filter("from", from) + filter("to", to)
                + filter("who", who) + filter("action", action) + filter("object", object);
        JsonArray events = master.portal().list(path);
        if (master.json()) {
            out().println(events);
            return ExitCode.OK;
        }
        Table table = new Table("NUMBER", "TIME", "WHO", "FROM", "TOKEN", "ACTION", "OBJECT", "CHANGE");
        for (JsonObject event : events.getValuesAs(JsonObject.class)) {
            table.add(
                    event.getJsonNumber("number").toString(),
                    event.getString("at"),
                    event.getString("who"),
                    event.getString("address"),
                    event.getString("token"),
                    event.getString("action"),
                    event.getString("object"),
                    change(event));
        }
        table.print(out());
        return ExitCode.OK;
    }

    private static String filter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String change(JsonObject event) {
        String before = shortened(event, "before");
        String after = shortened(event, "after");
        return before.isEmpty() ? after : before + " -> " + (after.isEmpty() ? "nothing" : after);
    }

    private static String shortened(JsonObject event, String name) {
        String text = event.containsKey(name) ? event.get(name).toString() : "";
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Has the master recompute the whole chain. Keep the seal that this prints elsewhere and name it the next",
                "time: so it shows too when everything was written anew."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:the chain holds", "1:it does not; the line says where"})
    int verify(
            @Mixin PortalArguments master,
            @Option(
                            names = "--seal",
                            paramLabel = "NUMBER:HASH",
                            defaultValue = "",
                            description = "What an earlier verification has printed.")
                    String seal)
            throws IOException {
        String path = seal.isEmpty()
                ? "audit/verify"
                : "audit/verify?" + filter("seal", seal).substring(1);
        JsonObject verdict = master.portal().get(path);
        boolean holds = verdict.getBoolean("holds");
        if (master.json()) {
            out().println(verdict);
        } else if (holds) {
            out().println("The chain holds: " + verdict.getJsonNumber("events") + " events. Seal: "
                    + verdict.getString("seal"));
        } else {
            spec.commandLine()
                    .getErr()
                    .println("The chain is broken at event " + verdict.getJsonNumber("broken") + ". "
                            + verdict.getString("why") + " What is before holds. Seal: " + verdict.getString("seal"));
        }
        return holds ? ExitCode.OK : ExitCode.FAILURE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
