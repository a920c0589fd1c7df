package dev.sluice.portal.rest;

import dev.sluice.master.delivery.ReportSchedules;
import dev.sluice.master.delivery.ReportTerms;
import dev.sluice.master.delivery.ScheduledReport;
import dev.sluice.master.delivery.TermsException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
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

/** Reports that are made at set times and delivered. */
@Path("reports/schedules")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Tag(ref = "Reports")
public class ReportSchedulesResource {
    private static final Set<String> FIELDS = Set.of("name", "rhythm", "at", "zone", "node", "format", "recipients");
    private static final int LONGEST = 200;

    private final ReportSchedules schedules;

    @Inject
    public ReportSchedulesResource(ReportSchedules schedules) {
        this.schedules = schedules;
    }

    @GET
    @Operation(summary = "The scheduled reports, by name, and how their last delivery went")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ReportScheduleList")))
    public String list() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        schedules.all().forEach(report -> all.add(json(report)));
        return all.build().toString();
    }

    @POST
    @Operation(summary = "Adds a scheduled report")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "ReportTerms")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "ReportSchedule")))
    public Response add(String body, @Context SecurityContext caller, @Context UriInfo uri) {
        try {
            long id = schedules.add(terms(body), DraftEdits.name(caller));
            return Response.created(uri.getAbsolutePathBuilder()
                            .segment(String.valueOf(id))
                            .build())
                    .entity(get(id))
                    .build();
        } catch (TermsException e) {
            throw Body.wrong(e.field(), e.fix());
        }
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One scheduled report")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ReportSchedule")))
    public String get(@PathParam("id") long id) {
        return schedules.all().stream()
                .filter(report -> report.id() == id)
                .findFirst()
                .map(report -> json(report).build().toString())
                .orElseThrow(() -> missing(id));
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "Gives a scheduled report other terms", description = "All of them; it is due anew.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "ReportTerms")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "ReportSchedule")))
    public String change(@PathParam("id") long id, String body, @Context SecurityContext caller) {
        try {
            if (!schedules.change(id, terms(body), DraftEdits.name(caller))) {
                throw missing(id);
            }
            return get(id);
        } catch (TermsException e) {
            throw Body.wrong(e.field(), e.fix());
        }
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Removes a scheduled report")
    @APIResponse(responseCode = "204")
    public Response remove(@PathParam("id") long id, @Context SecurityContext caller) {
        if (!schedules.remove(id, DraftEdits.name(caller))) {
            throw missing(id);
        }
        return Response.noContent().build();
    }

    @POST
    @Path("{id}/send")
    @Operation(
            summary = "Delivers one about the last whole day, week or month",
            description = "Within seconds; how it went stands with the report then. Its times stay as they are.")
    @APIResponse(responseCode = "202")
    public Response send(@PathParam("id") long id, @Context SecurityContext caller) {
        if (!schedules.sendNow(id, DraftEdits.name(caller))) {
            throw missing(id);
        }
        return Response.accepted().build();
    }

    private static ReportTerms terms(String text) {
        Body body = Body.of(text, FIELDS);
        return ReportTerms.of(
                body.text("name", LONGEST),
                body.text("rhythm", LONGEST),
                body.text("at", LONGEST),
                body.text("zone", LONGEST),
                body.text("node", LONGEST),
                body.text("format", LONGEST),
                body.texts("recipients", ReportTerms.MOST_RECIPIENTS));
    }

    private static ProblemException missing(long id) {
        return new ProblemException(404, "There is no scheduled report " + id + ".");
    }

    private static JsonObjectBuilder json(ScheduledReport report) {
        ReportTerms terms = report.terms();
        JsonArrayBuilder recipients = Json.createArrayBuilder();
        terms.recipients().forEach(recipients::add);
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", report.id())
                .add("name", terms.name())
                .add("rhythm", terms.rhythm().word())
                .add("at", terms.at().toString())
                .add("zone", terms.zone().getId())
                .add("node", terms.node())
                .add("format", terms.format().word())
                .add("recipients", recipients)
                .add("nextDue", report.nextDue().toString())
                .add("asked", report.asked())
                .add("attempts", report.attempts())
                .add("error", report.error());
        report.sentAt().ifPresent(at -> json.add("sentAt", at.toString()));
        return json;
    }
}
