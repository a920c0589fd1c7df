package dev.sluice.portal.rest;

import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.master.rollout.Rollouts;
import dev.sluice.portal.edit.PolicyChanges;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
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
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How the draft stands to the head, publishing, and the revisions. */
@Path("policy")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(ref = "Revisions")
public class PolicyResource {
    private static final int LONGEST_COMMENT = 1000;
    private static final int MOST_REVISIONS = 1000;

    private final Policies policies;
    private final Rollouts rollouts;

    @Inject
    public PolicyResource(Policies policies, Rollouts rollouts) {
        this.policies = policies;
        this.rollouts = rollouts;
    }

    @GET
    @Operation(summary = "The head, and how the draft differs from it")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "PolicyState")))
    public Response state() {
        Draft draft = policies.draft();
        PublishedPolicy head = policies.head();
        JsonObjectBuilder state = Json.createObjectBuilder()
                .add("version", draft.version())
                .add("changed", draft.changed())
                .add("savedAt", draft.savedAt().toString())
                .add("savedBy", draft.savedBy())
                .add("changes", Json.createArrayBuilder(PolicyChanges.between(head.bundle(), draft.bundle())));
        return Response.ok(Json.createObjectBuilder()
                        .add("head", summary(head))
                        .add("draft", state)
                        .build()
                        .toString())
                .tag(DraftEdits.tag(draft))
                .build();
    }

    @POST
    @Path("publish")
    @Operation(
            summary = "Makes the draft the next revision and pushes it to every slave, or to a few first",
            description = "With If-Match only that version of the draft is published. A rollout that is under way is "
                    + "superseded.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Publication")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "Revision")))
    public Response publish(
            String text,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller,
            @Context UriInfo uri)
            throws StaleDraftException {
        Body body = Body.of(text, Set.of("comment", "rollout"));
        return created(
                rollouts.publish(
                        DraftEdits.version(ifMatch),
                        body.text("comment", LONGEST_COMMENT),
                        DraftEdits.name(caller),
                        RolloutJson.plan(body)),
                uri);
    }

    @POST
    @Path("rollback")
    @Operation(
            summary = "Makes an earlier revision's policy the next revision and pushes it to every slave",
            description = "The draft stays as it is.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "RollBack")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "Revision")))
    public Response rollBack(String text, @Context SecurityContext caller, @Context UriInfo uri) {
        Body body = Body.of(text, Set.of("revision", "comment"));
        long number = body.number("revision", 1, Long.MAX_VALUE)
                .orElseThrow(() -> Body.wrong("revision", "Say which revision's policy is wanted, by its number."));
        String comment = body.text("comment", LONGEST_COMMENT);
        return rollouts.rollBack(
                        number,
                        comment.isEmpty() ? "Back to revision " + number + "." : comment,
                        DraftEdits.name(caller))
                .map(published -> created(published, uri))
                .orElseThrow(() -> new ProblemException(404, "There is no revision " + number + "."));
    }

    private static Response created(PublishedPolicy published, UriInfo uri) {
        return Response.created(uri.getBaseUriBuilder()
                        .path("policy/revisions")
                        .path(String.valueOf(published.revision().number()))
                        .build())
                .entity(summary(published).build().toString())
                .build();
    }

    @GET
    @Path("head")
    @Operation(summary = "The newest revision")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RevisionWithPolicy")))
    public String head() {
        return full(policies.head());
    }

    @GET
    @Path("revisions")
    @Operation(summary = "The revisions, newest first, without their policies")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RevisionList")))
    public String revisions(@QueryParam("limit") @DefaultValue("100") int limit) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        policies.history(Limits.between(1, limit, MOST_REVISIONS)).forEach(p -> all.add(summary(p)));
        return all.build().toString();
    }

    @GET
    @Path("revisions/{number}")
    @Operation(summary = "One revision with its policy")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RevisionWithPolicy")))
    public String revision(@PathParam("number") long number) {
        return policies.revision(number)
                .map(PolicyResource::full)
                .orElseThrow(() -> new ProblemException(404, "There is no revision " + number + "."));
    }

    private static String full(PublishedPolicy published) {
        return summary(published)
                .add("policy", PolicyJson.bundle(published.bundle()))
                .build()
                .toString();
    }

    private static JsonObjectBuilder summary(PublishedPolicy published) {
        return Json.createObjectBuilder()
                .add("epoch", published.revision().epoch())
                .add("number", published.revision().number())
                .add("hash", published.hash())
                .add("publishedAt", published.publishedAt().toString())
                .add("publishedBy", published.publishedBy())
                .add("comment", published.comment());
    }
}
