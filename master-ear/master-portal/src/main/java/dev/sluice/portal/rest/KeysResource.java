package dev.sluice.portal.rest;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.master.enrollment.JoinKey;
import dev.sluice.master.enrollment.KeyTerms;
import dev.sluice.master.enrollment.Keys;
import dev.sluice.master.member.Member;
import dev.sluice.policy.match.Network;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The activation keys that let nodes join. */
@Path("keys")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Tag(ref = "Joining")
public class KeysResource {
    static final String GROUP_FIX = "A group is lower-case letters, digits and hyphens, at most 63; empty is none.";

    private static final Set<String> FIELDS = Set.of("label", "uses", "ttl", "group", "networks", "autoApprove");

    private final Keys keys;

    @Inject
    public KeysResource(Keys keys) {
        this.keys = keys;
    }

    @GET
    @Operation(summary = "The activation keys, the newest first", description = "Without their secrets.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "KeyList")))
    public String list() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        keys.all().forEach(key -> all.add(json(key)));
        return all.build().toString();
    }

    @POST
    @Operation(
            summary = "Makes an activation key",
            description = "The whole key is in this answer and can never be shown again.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewKey")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "KeyWithSecret")))
    public Response create(String body, @Context SecurityContext caller, @Context UriInfo uri) {
        ActivationKey made = keys.create(terms(body), DraftEdits.name(caller));
        JoinKey key = keys.find(made.id()).orElseThrow();
        return Response.created(uri.getAbsolutePathBuilder().segment(made.id()).build())
                .entity(json(key).add("key", made.text()).build().toString())
                .build();
    }

    private static KeyTerms terms(String text) {
        Body body = Body.of(text, FIELDS);
        return new KeyTerms(
                body.text("label", 100),
                body.number("uses", 1, 100_000).map(Long::intValue),
                body.duration("ttl", Duration.ofMinutes(1), Duration.ofDays(3652)),
                body.text("group", GROUP_FIX, Member.GROUP),
                networks(body.texts("networks", 100)),
                body.flag("autoApprove"));
    }

    private static List<Network> networks(List<String> texts) {
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                networks.add(Network.parse(texts.get(i)));
            } catch (IllegalArgumentException e) {
                throw Body.wrong("networks[" + i + "]", "It " + e.getMessage());
            }
        }
        return networks;
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Revokes a key", description = "No node joins with it any more; those that did stay.")
    @APIResponse(responseCode = "204")
    public Response revoke(@PathParam("id") String id, @Context SecurityContext caller) {
        if (!keys.revoke(id, DraftEdits.name(caller))) {
            throw new ProblemException(404, "There is no good key \"" + id + "\".");
        }
        return Response.noContent().build();
    }

    private static JsonObjectBuilder json(JoinKey key) {
        JsonArrayBuilder networks = Json.createArrayBuilder();
        key.networks().forEach(network -> networks.add(network.toString()));
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", key.id())
                .add("label", key.label())
                .add("group", key.group())
                .add("networks", networks)
                .add("autoApprove", key.autoApprove())
                .add("uses", key.uses())
                .add("createdAt", key.createdAt().toString())
                .add("createdBy", key.createdBy())
                .add("initial", key.initial());
        key.mostUses().ifPresent(most -> json.add("mostUses", most));
        key.expiresAt().ifPresent(at -> json.add("expiresAt", at.toString()));
        key.revokedAt().ifPresent(at -> json.add("revokedAt", at.toString()));
        return json;
    }
}
