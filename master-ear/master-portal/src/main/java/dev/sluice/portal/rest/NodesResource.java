package dev.sluice.portal.rest;

import dev.sluice.master.enrollment.Membership;
import dev.sluice.master.member.History;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.AccessRecords;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
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

/** The slaves, to be read. */
@Path("nodes")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Nodes")
public class NodesResource {
    private static final int EVENTS = 100;

    private final Nodes nodes;
    private final AccessRecords records;
    private final History history;
    private final Membership membership;

    @Inject
    public NodesResource(Nodes nodes, AccessRecords records, History history, Membership membership) {
        this.nodes = nodes;
        this.records = records;
        this.history = history;
        this.membership = membership;
    }

    @GET
    @Operation(summary = "Every slave with the last state it sent", description = "The removed ones too.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "NodeList")))
    public String list() {
        Map<String, Long> stored = records.storedByNode();
        JsonArrayBuilder all = Json.createArrayBuilder();
        nodes.all().forEach(node -> all.add(NodeJson.node(node, stored.getOrDefault(node.id(), 0L))));
        return all.build().toString();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One slave, with what happened to it and its certificates", description = "The newest first.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "NodeDetails")))
    public String get(@PathParam("id") String id) {
        Node node = find(nodes, id);
        JsonArrayBuilder events = Json.createArrayBuilder();
        history.of(id, EVENTS).forEach(event -> events.add(NodeJson.event(event)));
        JsonArrayBuilder certificates = Json.createArrayBuilder();
        membership.certificates(id).forEach(certificate -> certificates.add(NodeJson.certificate(certificate)));
        return NodeJson.node(node, records.storedByNode().getOrDefault(id, 0L))
                .add("history", events)
                .add("certificates", certificates)
                .build()
                .toString();
    }

    static Node find(Nodes nodes, String id) {
        return nodes.find(id).orElseThrow(() -> unknown(id));
    }

    static ProblemException unknown(String id) {
        return new ProblemException(404, "There is no node \"" + id + "\".");
    }
}
