package dev.sluice.portal.rest;

import dev.sluice.master.enrollment.Enrollment;
import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.enrollment.Membership;
import dev.sluice.master.member.Member;
import dev.sluice.master.node.Commands;
import dev.sluice.master.node.Grouping;
import dev.sluice.master.node.NodeUnreachableException;
import dev.sluice.master.node.Nodes;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is done to one slave. */
@Path("nodes")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Tag(ref = "Nodes")
public class NodeActionsResource {
    private static final Duration DRAIN = Duration.ofMinutes(1);

    private final Nodes nodes;
    private final Commands commands;
    private final Grouping grouping;
    private final Membership membership;
    private final Enrollments enrollments;

    @Inject
    public NodeActionsResource(
            Nodes nodes, Commands commands, Grouping grouping, Membership membership, Enrollments enrollments) {
        this.nodes = nodes;
        this.commands = commands;
        this.grouping = grouping;
        this.membership = membership;
        this.enrollments = enrollments;
    }

    @POST
    @Path("{id}/drain")
    @Operation(
            summary = "Takes the node out of traffic",
            description = "What runs on it may go on until the deadline and is then cut. Its service becomes DRAINING, "
                    + "then DRAINED; a node that is started again serves.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Drain")))
    @APIResponse(responseCode = "202", description = "The node was told")
    public Response drain(@PathParam("id") String id, String text, @Context SecurityContext caller)
            throws NodeUnreachableException {
        Body body = Body.of(text, Set.of("deadline"));
        Duration deadline =
                body.duration("deadline", Duration.ZERO, Commands.LONGEST_DRAIN).orElse(DRAIN);
        NodesResource.find(nodes, id);
        commands.drain(id, deadline, DraftEdits.name(caller));
        return Response.accepted().build();
    }

    @POST
    @Path("{id}/resume")
    @Operation(summary = "Gives a drained node traffic again")
    @APIResponse(responseCode = "202", description = "The node was told")
    public Response resume(@PathParam("id") String id, @Context SecurityContext caller)
            throws NodeUnreachableException {
        NodesResource.find(nodes, id);
        commands.resume(id, DraftEdits.name(caller));
        return Response.accepted().build();
    }

    @POST
    @Path("{id}/resync")
    @Operation(summary = "Has the node take its policy anew")
    @APIResponse(responseCode = "202", description = "The node was told")
    public Response resync(@PathParam("id") String id, @Context SecurityContext caller)
            throws NodeUnreachableException {
        NodesResource.find(nodes, id);
        commands.resync(id, DraftEdits.name(caller));
        return Response.accepted().build();
    }

    @POST
    @Path("{id}/approve")
    @Operation(summary = "Lets the node in whose request waits")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Enrollment")))
    public String approve(@PathParam("id") String id, @Context SecurityContext caller) {
        List<Enrollment> waiting = enrollments.pending().stream()
                .filter(enrollment -> enrollment.node().equals(id))
                .toList();
        if (waiting.size() > 1) {
            throw new ProblemException(
                    409, waiting.size() + " requests for the id \"" + id + "\" wait; approve one by its own id.");
        }
        return waiting.stream()
                .findFirst()
                .flatMap(enrollment -> EnrollmentsResource.approve(enrollments, enrollment.id(), caller))
                .map(enrollment -> EnrollmentsResource.json(enrollment).build().toString())
                .orElseThrow(() -> new ProblemException(404, "No request for the id \"" + id + "\" waits."));
    }

    @POST
    @Path("{id}/remove")
    @Operation(
            summary = "Removes the node from the cluster",
            description = "Its certificates end now and its connections are closed; it is refused until readmitted.")
    @APIResponse(responseCode = "204")
    public Response remove(@PathParam("id") String id, @Context SecurityContext caller) {
        if (!membership.remove(id, DraftEdits.name(caller))) {
            throw new ProblemException(404, "There is no node \"" + id + "\" to remove.");
        }
        return Response.noContent().build();
    }

    @POST
    @Path("{id}/readmit")
    @Operation(summary = "Lets a removed node ask to join again")
    @APIResponse(responseCode = "204")
    public Response readmit(@PathParam("id") String id, @Context SecurityContext caller) {
        if (!membership.readmit(id, DraftEdits.name(caller))) {
            throw new ProblemException(404, "There is no removed node \"" + id + "\".");
        }
        return Response.noContent().build();
    }

    @POST
    @Path("{id}/group")
    @Operation(summary = "Puts the node into a group, or into none")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Group")))
    @APIResponse(responseCode = "204")
    public Response group(@PathParam("id") String id, String text, @Context SecurityContext caller) {
        String group = Body.of(text, Set.of("group")).text("group", KeysResource.GROUP_FIX, Member.GROUP);
        if (!grouping.put(id, group, DraftEdits.name(caller))) {
            throw NodesResource.unknown(id);
        }
        return Response.noContent().build();
    }
}
