package dev.sluice.portal.rest;

import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.enrollment.Renewals;
import dev.sluice.master.node.StateInbox;
import dev.sluice.master.report.BatchInbox;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How much the master has turned away. */
@Path("refused")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Nodes")
public class RefusedResource {
    private final StateInbox states;
    private final BatchInbox records;
    private final Renewals renewals;
    private final Enrollments enrollments;

    @Inject
    public RefusedResource(StateInbox states, BatchInbox records, Renewals renewals, Enrollments enrollments) {
        this.states = states;
        this.records = records;
        this.renewals = renewals;
        this.enrollments = enrollments;
    }

    @GET
    @Operation(
            summary = "What was refused since the master's start, counted",
            description = "Messages that could not be read, spoke for another node or came from a removed one; and "
                    + "requests to join. The master's log has a line for each message.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Refused")))
    public String get() {
        return Json.createObjectBuilder()
                .add("states", states.refused())
                .add("records", records.refused())
                .add("certificateRequests", renewals.refused())
                .add("enrollments", enrollments.refused())
                .add("floods", enrollments.floods())
                .build()
                .toString();
    }
}
