package dev.sluice.portal.rest;

import dev.sluice.master.security.Accounts;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tokens for this interface, and who calls. */
@Path("")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Access")
public class AccessResource {
    private static final int LONGEST_LABEL = 100;

    private final Accounts accounts;

    @Inject
    public AccessResource(Accounts accounts) {
        this.accounts = accounts;
    }

    @GET
    @Path("me")
    @Operation(summary = "The account that calls")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Account")))
    public String me(@Context SecurityContext caller) {
        return Json.createObjectBuilder()
                .add("account", DraftEdits.name(caller))
                .build()
                .toString();
    }

    @POST
    @Path("tokens")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(summary = "Makes a token", description = "Its secret is shown this once. A token cannot make tokens.")
    @SecurityRequirement(name = "password")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewToken")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "Token")))
    public Response createToken(String body, @Context SecurityContext caller) {
        if (Authentication.BEARER.equals(caller.getAuthenticationScheme())) {
            throw new ProblemException(403, "A token cannot make tokens; use an account's name and password.");
        }
        String label = label(body);
        String account = DraftEdits.name(caller);
        return Response.status(201)
                .entity(Json.createObjectBuilder()
                        .add("token", token(account, label))
                        .add("account", account)
                        .add("label", label)
                        .build()
                        .toString())
                .build();
    }

    private String token(String account, String label) {
        try {
            return accounts.createToken(account, label);
        } catch (IllegalArgumentException e) {
            throw Body.wrong("label", String.valueOf(e.getMessage()));
        }
    }

    private static String label(String body) {
        JsonValue label = PolicyJson.object(body).getOrDefault("label", Json.createValue(""));
        if (!(label instanceof JsonString text) || text.getString().length() > LONGEST_LABEL) {
            throw new ProblemException(400, "The label is text of at most " + LONGEST_LABEL + " characters.");
        }
        return text.getString();
    }
}
