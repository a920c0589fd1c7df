package dev.sluice.portal.rest;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.edit.PolicyEdits;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The rules of the draft, in order. */
@Path("policy/draft/rules")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(ref = "Draft")
public class RulesResource {
    private final DraftEdits edits;

    @Inject
    public RulesResource(DraftEdits edits) {
        this.edits = edits;
    }

    @GET
    @Operation(summary = "The rules of the draft, in order")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RuleList")))
    public Response list() {
        Draft draft = edits.draft();
        return Answers.ok(PolicyJson.rules(draft.bundle().rules()), draft);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One rule")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Rule")))
    public Response get(@PathParam("id") String id) {
        Draft draft = edits.draft();
        return Answers.ok(PolicyJson.rule(PolicyEdits.rule(draft.bundle(), id)), draft);
    }

    @POST
    @Operation(summary = "Adds a rule", description = "Its id is made from its name.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewRule")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "Rule")))
    public Response add(
            String body,
            @QueryParam("position")
                    @DefaultValue("0")
                    @Parameter(description = "Where the rule shall stand, from 0. A number past the end means last.")
                    int position,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller,
            @Context UriInfo uri)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        Rule rule = PolicyJson.readRule(body, PolicyJson.NEW);
        Draft draft = edits.edit(ifMatch, caller, b -> PolicyEdits.addRule(b, rule, position));
        Rule added = draft.bundle()
                .rules()
                .get(Math.max(0, Math.min(position, draft.bundle().rules().size() - 1)));
        return Answers.created(PolicyJson.rule(added), uri, added.id(), draft);
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "Replaces a rule; it keeps its id and place")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewRule")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Rule")))
    public Response replace(
            @PathParam("id") String id,
            String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        Rule rule = PolicyJson.readRule(body, id);
        Draft draft = edits.edit(ifMatch, caller, b -> PolicyEdits.replaceRule(b, id, rule));
        return Answers.ok(PolicyJson.rule(rule), draft);
    }

    @POST
    @Path("{id}/move")
    @Operation(summary = "Moves a rule to another place")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Place")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RuleList")))
    public Response move(
            @PathParam("id") String id,
            String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        if (!(PolicyJson.object(body).get("position") instanceof JsonNumber position)) {
            throw new ProblemException(400, "Say where to: {\"position\": 0} is first.");
        }
        Draft draft = edits.edit(ifMatch, caller, b -> PolicyEdits.moveRule(b, id, position.intValue()));
        return Answers.ok(PolicyJson.rules(draft.bundle().rules()), draft);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Deletes a rule")
    @APIResponse(responseCode = "204")
    public Response delete(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        return Answers.gone(edits.edit(ifMatch, caller, b -> PolicyEdits.deleteRule(b, id)));
    }
}
