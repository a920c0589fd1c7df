package dev.sluice.cli.remote;

import dev.sluice.cli.ExitCode;
import dev.sluice.cli.JoinCommand;
import dev.sluice.cli.cluster.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code node}: what the nodes are doing, and what is asked of one of them. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = JoinCommand.class,
        description = "Shows the nodes, and drains, resumes, removes or admits one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice node list",
            "  ./sluice node drain slave-2 --deadline 60s --wait",
            "  ./sluice node resume slave-2",
            "  ./sluice node remove slave-9"
        })
public final class NodeCommand {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Every node, and what it enforces.")
    int list(@Mixin PortalArguments master) throws IOException {
        JsonArray nodes = master.portal().list("nodes");
        if (master.json()) {
            out().println(nodes);
            return ExitCode.OK;
        }
        Table table = new Table(
                "NODE", "STATE", "REVISION", "HASH", "GROUP", "VERSION", "CLOCK", "SPOOLED", "HEARD", "REMARK");
        Instant now = Instant.now();
        for (JsonObject json : nodes.getValuesAs(JsonObject.class)) {
            NodeView node = new NodeView(json);
            table.add(
                    node.id(),
                    node.statusWord(),
                    node.revision(),
                    node.hash(),
                    node.group(),
                    node.version(),
                    node.clock(),
                    node.spooled(),
                    node.heard(now),
                    node.remark());
        }
        table.print(out());
        return ExitCode.OK;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "All that is known of one node, as JSON.")
    int show(@Mixin PortalArguments master, @Parameters(paramLabel = "NODE") String node) throws IOException {
        out().println(master.portal().get(path(node)));
        return ExitCode.OK;
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "Lets what runs on a node end, while the balancer sends new clients elsewhere.")
    int drain(
            @Mixin PortalArguments master,
            @Parameters(paramLabel = "NODE") String node,
            @Option(
                            names = "--deadline",
                            paramLabel = "TIME",
                            defaultValue = "60s",
                            description = "When what still runs is cut, such as 30s or 10m. Default: ${DEFAULT-VALUE}.")
                    String deadline,
            @Option(names = "--wait", description = "Return when it is drained.") boolean wait)
            throws IOException, InterruptedException {
        Duration limit = Durations.parse("--deadline", deadline);
        Portal portal = master.portal();
        portal.post(
                path(node) + "/drain",
                Json.createObjectBuilder().add("deadline", limit.toString()).build());
        out().println(node + " drains; what still runs in " + deadline + " is cut.");
        return wait ? await(portal, node, "DRAINED", limit.plusSeconds(30)) : ExitCode.OK;
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Lets a node in that asked to join with a key whose nodes are approved by hand.")
    int approve(@Mixin PortalArguments master, @Parameters(paramLabel = "NODE") String node) throws IOException {
        return ask(master, node, "approve", " is approved.");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets a drained node take clients again.")
    int resume(@Mixin PortalArguments master, @Parameters(paramLabel = "NODE") String node) throws IOException {
        return ask(master, node, "resume", " takes clients again.");
    }

    @Command(
            name = "resync",
            mixinStandardHelpOptions = true,
            description = "Has a node take the newest policy anew, even if it is the one it has.")
    int resync(@Mixin PortalArguments master, @Parameters(paramLabel = "NODE") String node) throws IOException {
        return ask(master, node, "resync", " takes the newest policy anew.");
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes a node out of the cluster: its certificate is good for nothing from then on.")
    int remove(@Mixin PortalArguments master, @Parameters(paramLabel = "NODE") String node) throws IOException {
        return ask(
                master, node, "remove", " is removed. Its name can be used again after: ./sluice node readmit " + node);
    }

    @Command(
            name = "readmit",
            mixinStandardHelpOptions = true,
            description = "Lets the name of a removed node be used again; it joins with a key as if it were new.")
    int readmit(@Mixin PortalArguments master, @Parameters(paramLabel = "NODE") String node) throws IOException {
        return ask(master, node, "readmit", " may join again.");
    }

    @Command(
            name = "group",
            mixinStandardHelpOptions = true,
            description = "Puts a node into a node group; without GROUP takes it out of the one it is in.")
    int group(
            @Mixin PortalArguments master,
            @Parameters(paramLabel = "NODE") String node,
            @Parameters(paramLabel = "GROUP", defaultValue = "", arity = "0..1") String group)
            throws IOException {
        master.portal()
                .post(
                        path(node) + "/group",
                        Json.createObjectBuilder().add("group", group).build());
        out().println(node + (group.isEmpty() ? " is in no group." : " is in the group " + group + "."));
        return ExitCode.OK;
    }

    private int ask(PortalArguments master, String node, String deed, String done) throws IOException {
        master.portal().post(path(node) + "/" + deed, JsonObject.EMPTY_JSON_OBJECT);
        out().println(node + done);
        return ExitCode.OK;
    }

    private int await(Portal portal, String node, String status, Duration limit) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        String seen = "";
        while (Instant.now().isBefore(end)) {
            seen = new NodeView(portal.get(path(node))).status();
            if (seen.equals(status)) {
                out().println(node + " is " + status.toLowerCase(Locale.ROOT) + ".");
                return ExitCode.OK;
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        throw new Problem(node + " is still " + seen.toLowerCase(Locale.ROOT) + ".", "See ./sluice node show " + node);
    }

    private static String path(String node) {
        return "nodes/" + URLEncoder.encode(node, StandardCharsets.UTF_8);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
