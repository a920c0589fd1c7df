package dev.sluice.portal.rest;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.Schedule;
import dev.sluice.portal.edit.PolicyEdits;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The schedules of the draft. */
@Path("policy/draft/schedules")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(ref = "Draft")
public class SchedulesResource {
    private final DraftEdits edits;

    @Inject
    public SchedulesResource(DraftEdits edits) {
        this.edits = edits;
    }

    @GET
    @Operation(summary = "The schedules of the draft")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ScheduleList")))
    public Response list() {
        Draft draft = edits.draft();
        return Answers.ok(PolicyJson.schedules(draft.bundle().schedules()), draft);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One schedule")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Schedule")))
    public Response get(@PathParam("name") String name) {
        Draft draft = edits.draft();
        return Answers.ok(PolicyJson.schedule(PolicyEdits.schedule(draft.bundle(), name)), draft);
    }

    @POST
    @Operation(summary = "Adds a schedule")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Schedule")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "Schedule")))
    public Response add(
            String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller,
            @Context UriInfo uri)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        Schedule added = PolicyJson.readSchedule(body);
        Draft draft = edits.edit(ifMatch, caller, b -> PolicyEdits.addSchedule(b, added));
        return Answers.created(PolicyJson.schedule(added), uri, added.name(), draft);
    }

    @PUT
    @Path("{name}")
    @Operation(summary = "Replaces a schedule", description = "A new name is carried into the rules that use it.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Schedule")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Schedule")))
    public Response replace(
            @PathParam("name") String name,
            String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        Schedule replacement = PolicyJson.readSchedule(body);
        Draft draft = edits.edit(ifMatch, caller, b -> PolicyEdits.replaceSchedule(b, name, replacement));
        return Answers.ok(PolicyJson.schedule(replacement), draft);
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Deletes a schedule", description = "Refused with 409 while a rule uses it.")
    @APIResponse(responseCode = "204")
    public Response delete(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        return Answers.gone(edits.edit(ifMatch, caller, b -> PolicyEdits.deleteSchedule(b, name)));
    }
}
