package dev.sluice.cli.remote;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code verify}: whether every node is what it should be. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks every node: the policy that it really enforces, by its hash; version, protocol and key; its clock;",
            "its certificate. Says who is off and by how much."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every node is as it should be", "4:one is not; the lines say which"},
        footerHeading = "%nExamples:%n",
        footer = {"  ./sluice verify", "  ./sluice verify --json"})
public final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private final PortalArguments master = new PortalArguments();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Portal portal = master.portal();
        JsonObject head = portal.get("policy/head");
        JsonArray all = portal.list("nodes");
        List<NodeView> nodes = all.getValuesAs(JsonObject.class).stream()
                .map(NodeView::new)
                .filter(NodeView::isMember)
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (master.json()) {
            out.println(all);
        } else {
            print(head, nodes, out);
        }
        return PortalArguments.exit(!nodes.isEmpty() && nodes.stream().allMatch(VerifyCommand::isGood));
    }

    private static boolean isGood(NodeView node) {
        return node.inSync() && node.warnings().isEmpty();
    }

    private static void print(JsonObject head, List<NodeView> nodes, PrintWriter out) {
        out.println("Head: revision " + head.getInt("epoch") + "." + head.getInt("number") + ", hash "
                + head.getString("hash").substring(0, 12));
        for (NodeView node : nodes) {
            out.println((isGood(node) ? "ok    " : "OFF   ") + node.id() + ": " + node.statusWord() + ", revision "
                    + node.revision() + ", hash " + node.hash() + ", version " + node.version() + ", clock "
                    + node.clock());
            if (!node.remark().isEmpty()) {
                out.println("      " + node.remark());
            }
        }
        if (nodes.isEmpty()) {
            out.println("There is no node.");
        }
        out.flush();
    }
}
