package dev.sluice.portal.rest;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.PasswordHash;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.User;
import dev.sluice.portal.edit.Passwords;
import dev.sluice.portal.edit.PolicyEdits;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
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
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The users of the draft. Takes passwords in clear text, and gives neither them nor what tells them. */
@Path("policy/draft/users")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(ref = "Draft")
public class UsersResource {
    private final DraftEdits edits;

    @Inject
    public UsersResource(DraftEdits edits) {
        this.edits = edits;
    }

    @GET
    @Operation(summary = "The users of the draft", description = "Without their passwords.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "UserList")))
    public Response list() {
        Draft draft = edits.draft();
        JsonArrayBuilder users = Json.createArrayBuilder();
        draft.bundle().users().forEach(user -> users.add(PolicyJson.user(user)));
        return Answers.ok(users.build(), draft);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One user", description = "Without the password.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "User")))
    public Response get(@PathParam("name") String name) {
        return answer(name, edits.draft());
    }

    private static Response answer(String name, Draft draft) {
        return Answers.ok(PolicyJson.user(PolicyEdits.user(draft.bundle(), name)), draft);
    }

    @POST
    @Operation(summary = "Adds a user", description = "The policy keeps a salted hash of the password only.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewUser")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "User")))
    public Response add(
            String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller,
            @Context UriInfo uri)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        Terms terms = Terms.of(body);
        if (terms.password().isEmpty()) {
            throw Body.wrong("password", Passwords.RULE);
        }
        User added = terms.user("");
        Draft draft = edits.edit(ifMatch, caller, b -> PolicyEdits.addUser(b, added));
        return Answers.created(PolicyJson.user(added), uri, added.name(), draft);
    }

    @PUT
    @Path("{name}")
    @Operation(
            summary = "Replaces a user",
            description =
                    "Without a password the user keeps the one there is. A new name is carried into the rules that"
                            + " use it. Refused with 409 while a rule uses a group that nobody would be left in.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "ChangedUser")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "User")))
    public Response replace(
            @PathParam("name") String name,
            String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        Terms terms = Terms.of(body);
        Draft draft = edits.edit(ifMatch, caller, b -> {
            User old = PolicyEdits.user(b, name);
            return PolicyEdits.replaceUser(b, name, terms.user(old.password()));
        });
        return answer(terms.name(), draft);
    }

    @DELETE
    @Path("{name}")
    @Operation(
            summary = "Deletes a user",
            description = "Refused with 409 while a rule uses it, or a group that nobody would be left in.")
    @APIResponse(responseCode = "204")
    public Response delete(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        return Answers.gone(edits.edit(ifMatch, caller, b -> PolicyEdits.deleteUser(b, name)));
    }

    /** @param password in clear text; empty when it is left out */
    private record Terms(String name, List<String> groups, String password) {
        private static final Set<String> FIELDS = Set.of("name", "groups", "password");
        private static final int LONGEST_NAME = 64;
        private static final int MOST_GROUPS = 1_000;

        static Terms of(String text) {
            Body body = Body.of(text, FIELDS);
            String name = body.text("name", LONGEST_NAME);
            if (name.isEmpty()) {
                throw Body.wrong("name", "Give the user a name.");
            }
            return new Terms(
                    name, body.texts("groups", MOST_GROUPS), body.text("password", Passwords.RULE, Passwords.FORM));
        }

        /** @param hash what tells the password when none is given */
        User user(String hash) {
            return new User(name, groups, password.isEmpty() ? hash : PasswordHash.of(password.toCharArray()));
        }

        /** Without the password: it is in no log. */
        @Override
        public String toString() {
            return "Terms[" + name + " in " + groups + "]";
        }
    }
}
