package dev.sluice.portal.rest;

import dev.sluice.master.audit.Audit;
import dev.sluice.master.audit.AuditEvent;
import dev.sluice.master.audit.AuditFilter;
import dev.sluice.master.audit.Seal;
import dev.sluice.master.audit.Verdict;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.StringReader;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who changed what. */
@Path("audit")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Audit")
public class AuditResource {
    private static final int MOST = 1000;

    private final Audit audit;

    @Inject
    public AuditResource(Audit audit) {
        this.audit = audit;
    }

    @GET
    @Operation(
            summary = "The newest events",
            description =
                    "Newest first; filters that are left out match all. The next page is what is below the smallest "
                            + "number of this one.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "AuditEventList")))
    public String newest(
            @QueryParam("from") @DefaultValue("") @Parameter(description = "Such as 2026-03-01T00:00:00Z") String from,
            @QueryParam("to") @DefaultValue("") @Parameter(description = "Exclusive") String to,
            @QueryParam("who") @DefaultValue("") @Parameter(description = "The account") String who,
            @QueryParam("action")
                    @DefaultValue("")
                    @Parameter(description = "The action, or its first words: draft finds draft.rule.add too")
                    String action,
            @QueryParam("object") @DefaultValue("") @Parameter(description = "A part of the object's name")
                    String object,
            @QueryParam("below") @DefaultValue("0") @Parameter(description = "Smaller numbers only") long below,
            @QueryParam("limit") @DefaultValue("100") @Parameter(description = "1 to 1000") int limit) {
        AuditFilter filter = new AuditFilter(
                time("from", from),
                time("to", to),
                Limits.text("who", who),
                Limits.text("action", action),
                Limits.text("object", object),
                below == 0 ? Optional.empty() : Optional.of(below));
        JsonArrayBuilder all = Json.createArrayBuilder();
        audit.newest(filter, Limits.between(1, limit, MOST)).forEach(event -> all.add(json(event)));
        return all.build().toString();
    }

    private static Optional<Instant> time(String name, String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Limits.instant(name, text));
    }

    @GET
    @Path("verify")
    @Operation(
            summary = "Whether the chain holds",
            description = "Recomputes the hash of every event. Keep the seal of the answer elsewhere and send it along "
                    + "later: then it shows too whether all was written anew in between.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "AuditVerdict")))
    public String verify(
            @QueryParam("seal") @DefaultValue("") @Parameter(description = "An earlier answer's seal") String seal) {
        return json(audit.verify(kept(seal))).build().toString();
    }

    private static Optional<Seal> kept(String seal) {
        try {
            return seal.isEmpty() ? Optional.empty() : Optional.of(Seal.parse(seal));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "The parameter seal is wrong. " + e.getMessage());
        }
    }

    private static JsonObjectBuilder json(Verdict verdict) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("holds", verdict.holds())
                .add("events", verdict.seal().number())
                .add("hash", verdict.seal().hash())
                .add("seal", verdict.seal().toString());
        verdict.broken().ifPresent(number -> json.add("broken", number).add("why", verdict.why()));
        return json;
    }

    private static JsonObjectBuilder json(AuditEvent event) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("number", event.number())
                .add("at", event.at().toString())
                .add("who", event.change().who())
                .add("address", event.origin().address())
                .add("token", event.origin().token())
                .add("action", event.change().action())
                .add("object", event.change().object());
        add("before", event.change().before(), json);
        add("after", event.change().after(), json);
        return json.add("previous", event.previous()).add("hash", event.hash());
    }

    /** What was tampered with may be no JSON any more; then it is shown as text. */
    private static void add(String name, String text, JsonObjectBuilder json) {
        if (text.isEmpty()) {
            return;
        }
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            json.add(name, reader.readValue());
        } catch (JsonException e) {
            json.add(name, text);
        }
    }
}
