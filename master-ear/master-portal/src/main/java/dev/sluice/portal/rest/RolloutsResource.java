package dev.sluice.portal.rest;

import dev.sluice.master.rollout.Rollout;
import dev.sluice.master.rollout.Rollouts;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The revisions that went, or go, to a few nodes first. */
@Path("policy/rollouts")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Tag(ref = "Rollouts")
public class RolloutsResource {
    private static final int MOST = 1000;

    private final Rollouts rollouts;

    @Inject
    public RolloutsResource(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    @GET
    @Operation(summary = "The rollouts, newest first")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RolloutList")))
    public String all(@QueryParam("limit") @DefaultValue("100") int limit) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        rollouts.history(Limits.between(1, limit, MOST)).forEach(rollout -> all.add(RolloutJson.summary(rollout)));
        return all.build().toString();
    }

    @GET
    @Path("current")
    @Operation(
            summary = "The newest rollout, under way or not, with what its canary does",
            description = "An object without fields when there never was one.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RolloutWithNodes")))
    public String current() {
        return rollouts.current()
                .map(this::full)
                .orElseGet(() -> Json.createObjectBuilder().build().toString());
    }

    @POST
    @Path("current/promote")
    @Operation(summary = "Lets all nodes have the revision now")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RolloutWithNodes")))
    public String promote(@Context SecurityContext caller) {
        return full(rollouts.promote(DraftEdits.name(caller)));
    }

    @POST
    @Path("current/abort")
    @Operation(
            summary = "Takes the revision back",
            description = "What all had before is published once more, as the next revision.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RolloutWithNodes")))
    public String abort(@Context SecurityContext caller) {
        return full(rollouts.abort(DraftEdits.name(caller)));
    }

    private String full(Rollout rollout) {
        return RolloutJson.full(rollout, rollouts.progress(rollout)).build().toString();
    }
}
