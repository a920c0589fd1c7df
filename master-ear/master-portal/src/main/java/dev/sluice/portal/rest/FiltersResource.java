package dev.sluice.portal.rest;

import dev.sluice.master.filter.SavedFilter;
import dev.sluice.master.filter.SavedFilters;
import dev.sluice.portal.record.FilterQuery;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Filters for records that are kept under a name: the caller's own, and those that all share. */
@Path("record-filters")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(ref = "Records")
public class FiltersResource {
    private static final String SHARED = "Whether a shared one is meant, and not the caller's own";

    private final SavedFilters filters;

    @Inject
    public FiltersResource(SavedFilters filters) {
        this.filters = filters;
    }

    @GET
    @Operation(summary = "The caller's own filters, then the shared ones")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "SavedFilterList")))
    public String list(@Context SecurityContext caller) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        filters.of(DraftEdits.name(caller)).forEach(filter -> all.add(json(filter)));
        return all.build().toString();
    }

    @POST
    @Operation(summary = "Keeps a filter under a name")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "SavedFilter")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "SavedFilter")))
    public Response add(String body, @Context SecurityContext caller) {
        Body wanted = Body.of(body, Set.of("name", "shared", "filter"));
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        Set<String> known = RecordQueries.KNOWN;
        wanted.part("filter", known)
                .ifPresent(filter -> known.forEach(name -> parameters.add(name, filter.text(name, 300))));
        String who = DraftEdits.name(caller);
        SavedFilter filter = new SavedFilter(
                wanted.flag("shared") ? "" : who,
                name(wanted),
                FilterQuery.of(RecordQueries.filter(parameters, Set.of())));
        if (!filters.add(filter, who)) {
            throw taken(filter.name());
        }
        return Response.status(Response.Status.CREATED)
                .entity(json(filter).toString())
                .build();
    }

    @POST
    @Path("{name}/rename")
    @Operation(summary = "Gives a filter another name")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewName")))
    @APIResponse(responseCode = "204")
    public Response rename(
            @PathParam("name") String name,
            @QueryParam("shared") @Parameter(description = SHARED) boolean shared,
            String body,
            @Context SecurityContext caller) {
        String next = name(Body.of(body, Set.of("name")));
        if (!filters.rename(find(name, shared, caller), next, DraftEdits.name(caller))) {
            throw taken(next);
        }
        return Response.noContent().build();
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Deletes a filter")
    @APIResponse(responseCode = "204")
    public Response delete(
            @PathParam("name") String name,
            @QueryParam("shared") @Parameter(description = SHARED) boolean shared,
            @Context SecurityContext caller) {
        filters.delete(find(name, shared, caller), DraftEdits.name(caller));
        return Response.noContent().build();
    }

    private SavedFilter find(String name, boolean shared, SecurityContext caller) {
        return filters.of(DraftEdits.name(caller)).stream()
                .filter(filter -> filter.shared() == shared && filter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(404, "There is no such filter."));
    }

    private static String name(Body body) {
        String name = body.text("name", "It has " + SavedFilter.FORM + ".", SavedFilter.NAME);
        if (name.isBlank()) {
            throw Body.wrong("name", "It has " + SavedFilter.FORM + ".");
        }
        return name;
    }

    private static ProblemException taken(String name) {
        return new ProblemException(
                409,
                "There is a filter “" + name + "” already, or " + SavedFilters.MOST + " in all; delete one first.");
    }

    private static JsonObject json(SavedFilter filter) {
        JsonObjectBuilder values = Json.createObjectBuilder();
        FilterQuery.parameters(filter.query()).forEach(values::add);
        return Json.createObjectBuilder()
                .add("name", filter.name())
                .add("shared", filter.shared())
                .add("filter", values)
                .build();
    }
}
