package dev.sluice.portal.rest;

import dev.sluice.master.privacy.Erasure;
import dev.sluice.master.privacy.Erasures;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Users whose names are taken out of the stored records. */
@Path("records/erasures")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Tag(ref = "Records")
public class ErasuresResource {
    private static final int LONGEST = 256;

    private final Erasures erasures;

    @Inject
    public ErasuresResource(Erasures erasures) {
        this.erasures = erasures;
    }

    @GET
    @Operation(
            summary = "Whose names are taken out, the newest first",
            description = "An erasure is forgotten once no record of its time is kept.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ErasureList")))
    public String list() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        erasures.all().forEach(erasure -> all.add(json(erasure)));
        return all.build().toString();
    }

    @POST
    @Operation(
            summary = "Takes a user's name out of all records up to now, and out of the sums",
            description =
                    "It is done in the background, and cannot be undone. Records and totals stay; the name becomes "
                            + "~erased. Asking again is no harm.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewErasure")))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(ref = "Erasure")))
    public Response erase(String body, @Context SecurityContext caller) {
        String user = Body.of(body, Set.of("user")).text("user", LONGEST);
        if (user.isBlank() || user.equals(Erasures.ERASED)) {
            throw Body.wrong("user", "Name the user as records do.");
        }
        Erasure erasure = erasures.request(user, DraftEdits.name(caller));
        return Response.accepted(json(erasure).build().toString()).build();
    }

    private static JsonObjectBuilder json(Erasure erasure) {
        return Json.createObjectBuilder()
                .add("id", erasure.id())
                .add("user", erasure.user())
                .add("upTo", erasure.upTo().toString())
                .add("done", erasure.done())
                .add("reached", erasure.at().toString())
                .add("records", erasure.records());
    }
}
