package dev.sluice.cli.remote;

import dev.sluice.cli.ExitCode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code key}: the activation keys with which new nodes join. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Makes, lists and revokes the activation keys with which new nodes join.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice key create --uses 1 --ttl 1h --auto-approve",
            "  ./sluice key create --group branch --networks 10.0.0.0/8",
            "  ./sluice key list"
        })
public final class KeyCommand {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a key and prints it, this once. Who has it can ask to join.")
    int create(
            @Mixin PortalArguments master,
            @Option(names = "--uses", paramLabel = "N", description = "How many nodes may join with it. Default: 1.")
                    Optional<Integer> uses,
            @Option(
                            names = "--ttl",
                            paramLabel = "TIME",
                            defaultValue = "24h",
                            description = "How long it is good, such as 1h or 7d. Default: ${DEFAULT-VALUE}.")
                    String life,
            @Option(names = "--group", paramLabel = "GROUP", description = "The node group that its nodes are put in.")
                    Optional<String> group,
            @Option(
                            names = "--networks",
                            paramLabel = "NETWORK",
                            split = ",",
                            description =
                                    "From where nodes may join with it, such as 10.0.0.0/8. Default: from anywhere.")
                    @Nullable
                    List<String> networks,
            @Option(names = "--auto-approve", description = "Its nodes need nobody's approval.") boolean approve)
            throws IOException {
        JsonObjectBuilder wish = Json.createObjectBuilder()
                .add("uses", uses.orElse(1))
                .add("ttl", Durations.parse("--ttl", life).toString())
                .add("group", group.orElse(""))
                .add("networks", Json.createArrayBuilder(networks == null ? List.of() : networks))
                .add("autoApprove", approve);
        Portal portal = master.portal();
        JsonObject made = portal.post("keys", wish.build());
        if (master.json()) {
            out().println(made);
            return ExitCode.OK;
        }
        out().println(made.getString("key"));
        spec.commandLine()
                .getErr()
                .println("Shown this once. On the new host: SLUICE_KEY=... ./sluice node join --master "
                        + portal.master());
        return ExitCode.OK;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Every key, without its secret.")
    int list(@Mixin PortalArguments master) throws IOException {
        JsonArray keys = master.portal().list("keys");
        if (master.json()) {
            out().println(keys);
            return ExitCode.OK;
        }
        Table table = new Table("KEY", "USED", "EXPIRES", "GROUP", "NETWORKS", "APPROVAL", "STATE");
        for (JsonObject key : keys.getValuesAs(JsonObject.class)) {
            table.add(
                    key.getString("id"),
                    key.getInt("uses") + (key.containsKey("mostUses") ? " of " + key.getInt("mostUses") : ""),
                    key.getString("expiresAt", "never"),
                    key.getString("group", ""),
                    key.getJsonArray("networks").getValuesAs(JsonString.class).stream()
                            .map(JsonString::getString)
                            .collect(Collectors.joining(",")),
                    key.getBoolean("autoApprove") ? "automatic" : "by hand",
                    key.containsKey("revokedAt") ? "revoked" : "good");
        }
        table.print(out());
        return ExitCode.OK;
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Makes a key useless. Nodes that joined with it stay.")
    int revoke(
            @Mixin PortalArguments master,
            @Parameters(paramLabel = "KEY", description = "The key's id, as the list shows it.") String id)
            throws IOException {
        master.portal().delete("keys/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        out().println("The key " + id + " is revoked.");
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
