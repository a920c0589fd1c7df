package dev.sluice.portal.rest;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.PolicyCodec;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.portal.edit.PolicyEdits;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The draft as a whole. */
@Path("policy/draft")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(ref = "Draft")
public class DraftResource {
    private final DraftEdits edits;

    @Inject
    public DraftResource(DraftEdits edits) {
        this.edits = edits;
    }

    @GET
    @Operation(summary = "The draft", description = "The ETag is its version: send it as If-Match with a change.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Policy")))
    public Response get() {
        Draft draft = edits.draft();
        return Answers.ok(PolicyJson.bundle(draft.bundle()), draft);
    }

    @PUT
    @Operation(summary = "Replaces the draft")
    @Parameter(
            name = HttpHeaders.IF_MATCH,
            in = ParameterIn.HEADER,
            required = true,
            description = "The ETag of the draft that the change is based on, or * for any.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Policy")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Policy")))
    @APIResponse(responseCode = "412", description = "Somebody else changed the draft")
    @APIResponse(responseCode = "422", description = "The policy does not compile; lists the violations")
    public Response replace(
            String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Parameter(hidden = true) @Nullable String ifMatch,
            @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        if (ifMatch == null) {
            throw new ProblemException(
                    428, "Send If-Match with the ETag of the draft that this change is based on, or * for any.");
        }
        PolicyBundle bundle = PolicyCodec.read(body);
        Draft draft = edits.edit(ifMatch, caller, b -> bundle);
        return Answers.ok(PolicyJson.bundle(draft.bundle()), draft);
    }

    @GET
    @Path("default")
    @Operation(summary = "What happens when no rule matches")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Action")))
    public Response defaultAction() {
        Draft draft = edits.draft();
        return Answers.ok(PolicyJson.action(draft.bundle().defaultAction()), draft);
    }

    @PUT
    @Path("default")
    @Operation(summary = "Changes what happens when no rule matches")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Action")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Action")))
    public Response defaultAction(
            String body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        Action action = PolicyJson.readAction(body);
        return Answers.ok(
                PolicyJson.action(action), edits.edit(ifMatch, caller, b -> PolicyEdits.defaultAction(b, action)));
    }

    @GET
    @Path("privacy")
    @Operation(summary = "What access records say of people, as far as it is not what goes without saying")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Privacy")))
    public Response privacy() {
        Draft draft = edits.draft();
        return Answers.ok(PolicyJson.privacy(draft.bundle().privacy()), draft);
    }

    @PUT
    @Path("privacy")
    @Operation(summary = "Changes what access records say of people")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Privacy")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Privacy")))
    @APIResponse(responseCode = "422", description = "The policy does not compile; lists the violations")
    public Response privacy(
            String body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        Privacy privacy = PolicyJson.readPrivacy(body);
        return Answers.ok(PolicyJson.privacy(privacy), edits.edit(ifMatch, caller, b -> b.withPrivacy(privacy)));
    }
}
