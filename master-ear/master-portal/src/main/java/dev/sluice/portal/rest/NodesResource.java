package dev.sluice.portal.rest;

import dev.sluice.jms.NodeState;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.policy.model.Revision;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The slaves. */
@Path("nodes")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Nodes")
public class NodesResource {
    private final Nodes nodes;
    private final AccessRecords records;

    @Inject
    public NodesResource(Nodes nodes, AccessRecords records) {
        this.nodes = nodes;
        this.records = records;
    }

    @GET
    @Operation(summary = "Every slave with the last state it sent")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "NodeList")))
    public String list() {
        Map<String, Long> stored = records.storedByNode();
        JsonArrayBuilder all = Json.createArrayBuilder();
        nodes.all().forEach(n -> all.add(json(n, stored)));
        return all.build().toString();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One slave")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Node")))
    public String get(@PathParam("id") String id) {
        Node node = nodes.find(id).orElseThrow(() -> new ProblemException(404, "There is no node \"" + id + "\"."));
        return json(node, records.storedByNode()).build().toString();
    }

    private static JsonObjectBuilder json(Node node, Map<String, Long> stored) {
        NodeState state = node.state();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", node.id())
                .add("status", node.status().name())
                .add("heardAt", node.heardAt().toString())
                .add("sentAt", state.sentAt().toString())
                .add("boot", state.boot())
                .add("version", state.version())
                .add("proxyAddress", state.proxyAddress())
                .add("adminUrl", state.adminUrl())
                .add("ready", state.ready())
                .add("active", revision(state.active()))
                .add("hash", state.hash())
                .add("exchanges", state.exchanges())
                .add("records", records(state.records(), stored.getOrDefault(node.id(), 0L)));
        state.rejected()
                .ifPresent(r -> json.add(
                        "rejected",
                        Json.createObjectBuilder()
                                .add("revision", revision(r.revision()))
                                .add("path", r.path())
                                .add("problem", r.problem())));
        return json;
    }

    private static JsonObjectBuilder revision(Revision revision) {
        return Json.createObjectBuilder().add("epoch", revision.epoch()).add("number", revision.number());
    }

    private static JsonObjectBuilder records(NodeState.Records records, long stored) {
        return Json.createObjectBuilder()
                .add("generated", records.generated())
                .add("freed", records.freed())
                .add("spooled", records.spooled())
                .add("dropped", records.dropped())
                .add("spooledBytes", records.spooledBytes())
                .add("stored", stored);
    }
}
