package dev.sluice.portal.rest;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StoredRecord;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The stored access records. */
@Path("records")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Records")
public class RecordsResource {
    private static final int MOST = 1000;

    private final AccessRecords records;

    @Inject
    public RecordsResource(AccessRecords records) {
        this.records = records;
    }

    @GET
    @Operation(
            summary = "The newest access records",
            description = "Newest first; filters that are left out match all, and * matches all that are not empty.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RecordList")))
    @Parameter(name = "node", in = ParameterIn.QUERY, description = "The node's id")
    @Parameter(name = "client", in = ParameterIn.QUERY, description = "The client's address")
    @Parameter(name = "user", in = ParameterIn.QUERY, description = "The user's name")
    @Parameter(name = "site", in = ParameterIn.QUERY, description = "The whole host")
    @Parameter(name = "category", in = ParameterIn.QUERY, description = "The category that the rule found")
    @Parameter(name = "rule", in = ParameterIn.QUERY, description = "The id of the rule that decided")
    @Parameter(name = "action", in = ParameterIn.QUERY, description = "allow or block")
    @Parameter(name = "scheme", in = ParameterIn.QUERY, description = "http, https or tunnel")
    @Parameter(name = "error", in = ParameterIn.QUERY, description = "The word for what went wrong")
    public String newest(
            @Context UriInfo address,
            @QueryParam("host") @DefaultValue("") @Parameter(description = "A part of the host") String host,
            @QueryParam("from") @DefaultValue("") @Parameter(description = "Such as 2026-03-01T00:00:00Z") String from,
            @QueryParam("to") @DefaultValue("") @Parameter(description = "Exclusive") String to,
            @QueryParam("limit") @DefaultValue("100") @Parameter(description = "1 to 1000") int limit) {
        RecordFilter filter = RecordFilter.ALL
                .withHost(Limits.text("host", host))
                .within(
                        from.isEmpty() ? Instant.MIN : Limits.instant("from", from),
                        to.isEmpty() ? Instant.MAX : Limits.instant("to", to));
        for (RecordField field : RecordField.values()) {
            String value =
                    Objects.requireNonNullElse(address.getQueryParameters().getFirst(field.word()), "");
            filter = filter.with(field, Limits.text(field.word(), value));
        }
        checkAction(filter.exactly().getOrDefault(RecordField.ACTION, "allow"));
        JsonArrayBuilder all = Json.createArrayBuilder();
        records.newest(filter, Limits.between(1, limit, MOST)).forEach(r -> all.add(json(r)));
        return all.build().toString();
    }

    private static void checkAction(String action) {
        if (!action.equals("allow") && !action.equals("block")) {
            throw new ProblemException(400, "The action is allow or block.");
        }
    }

    private static JsonObjectBuilder json(StoredRecord stored) {
        AccessRecord r = stored.record();
        return Json.createObjectBuilder()
                .add("node", stored.node())
                .add("boot", stored.boot())
                .add("sequence", stored.sequence())
                .add("time", r.time().toString())
                .add("durationMillis", r.duration().toMillis())
                .add("client", r.client())
                .add("user", r.user())
                .add("method", r.method())
                .add("scheme", r.scheme())
                .add("host", r.host())
                .add("port", r.port())
                .add("path", r.path())
                .add("status", r.status())
                .add("bytesUp", r.bytesUp())
                .add("bytesDown", r.bytesDown())
                .add("mimeType", r.mimeType())
                .add("action", r.action())
                .add("ruleId", r.ruleId())
                .add("ruleName", r.ruleName())
                .add("category", r.category())
                .add("reason", r.reason())
                .add("epoch", r.epoch())
                .add("revision", r.revision())
                .add("tls", r.tls())
                .add("upstream", r.upstream())
                .add("userAgent", r.userAgent())
                .add("error", r.error())
                .add("requestId", r.requestId());
    }
}
