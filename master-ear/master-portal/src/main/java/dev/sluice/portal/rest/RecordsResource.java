package dev.sluice.portal.rest;

import dev.sluice.master.explain.Explanations;
import dev.sluice.master.export.RecordExport;
import dev.sluice.master.export.RecordFormat;
import dev.sluice.master.export.RecordValues;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.Arrived;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.Sites;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
    private final RecordExport export;
    private final FoundRecords found;
    private final Explanations explanations;
    private final Nodes nodes;

    @Inject
    public RecordsResource(
            AccessRecords records, RecordExport export, FoundRecords found, Explanations explanations, Nodes nodes) {
        this.records = records;
        this.export = export;
        this.found = found;
        this.explanations = explanations;
        this.nodes = nodes;
    }

    @GET
    @Operation(
            summary = "The newest access records",
            description = "Newest first. A search that takes more than 20 seconds is given up with status 503."
                    + RecordQueries.FILTERS)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RecordList")))
    public String newest(
            @Context UriInfo address,
            @QueryParam("limit") @DefaultValue("100") @Parameter(description = "1 to 1000") int limit) {
        RecordFilter filter = RecordQueries.filter(address.getQueryParameters(), Set.of("limit"));
        JsonArrayBuilder all = Json.createArrayBuilder();
        records.newest(filter, Limits.between(1, limit, MOST)).forEach(r -> all.add(RecordValues.json(r)));
        return all.build().toString();
    }

    @GET
    @Path("arrivals")
    @Operation(
            summary = "The access records that have come since a mark",
            description = "About in the order in which they were stored, however late they came, at most about 1,000. "
                    + "Without a mark it tells none, and the mark to begin with. When more is true, ask again at once; "
                    + "when missed is true, there may have been others that are not told, because too many have come "
                    + "since the mark or the master was started again."
                    + RecordQueries.FILTERS)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Arrivals")))
    public String arrivals(
            @Context UriInfo address,
            @QueryParam("after") @DefaultValue("") @Parameter(description = "The mark of an earlier answer")
                    String mark) {
        RecordFilter filter = RecordQueries.filter(address.getQueryParameters(), Set.of("after"));
        if (!mark.isEmpty() && !AccessRecords.MARK.matcher(mark).matches()) {
            throw new ProblemException(400, "The parameter after is no mark. Leave it out to get one.");
        }
        Arrived arrived =
                mark.isEmpty() ? new Arrived(List.of(), records.mark(), false, false) : records.arrived(filter, mark);
        JsonArrayBuilder all = Json.createArrayBuilder();
        arrived.records().forEach(record -> all.add(RecordValues.json(record)));
        return Json.createObjectBuilder()
                .add("mark", arrived.mark())
                .add("more", arrived.more())
                .add("missed", arrived.missed())
                .add("records", all)
                .build()
                .toString();
    }

    @GET
    @Path("sites")
    @Operation(
            summary = "The newest records by site",
            description = "Counts the newest 100,000 records that match; the sites with the most come first."
                    + RecordQueries.FILTERS)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Sites")))
    public String sites(
            @Context UriInfo address,
            @QueryParam("limit") @DefaultValue("100") @Parameter(description = "1 to 1000") int limit) {
        RecordFilter filter = RecordQueries.filter(address.getQueryParameters(), Set.of("limit"));
        Sites sites = records.sites(filter, Limits.between(1, limit, MOST));
        JsonArrayBuilder all = Json.createArrayBuilder();
        sites.sites().forEach(site -> all.add(site(site)));
        return Json.createObjectBuilder()
                .add("records", sites.records())
                .add("since", sites.since().toString())
                .add("all", sites.all())
                .add("sites", all)
                .build()
                .toString();
    }

    private static JsonObjectBuilder site(Sites.Site site) {
        return Json.createObjectBuilder()
                .add("site", site.host())
                .add("records", site.records())
                .add("blocked", site.blocked())
                .add("bytesUp", site.bytesUp())
                .add("bytesDown", site.bytesDown())
                .add("lastSeen", site.lastSeen().toString());
    }

    @GET
    @Path("export")
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Access records as a file",
            description = "All that match, oldest first, as csv, jsonl (a JSON object in each line), squid (its native "
                    + "access.log) or w3c (Extended Log File Format). An answer whose last line is #incomplete, or "
                    + "that breaks off, is not complete."
                    + RecordQueries.FILTERS)
    @APIResponse(responseCode = "200", content = @Content(mediaType = "text/csv"))
    public Response export(
            @Context UriInfo address,
            @QueryParam("format") @DefaultValue("csv") @Parameter(description = "csv, jsonl, squid or w3c")
                    String word) {
        RecordFormat format = RecordFormat.of(word)
                .orElseThrow(() -> new ProblemException(400, "The format is csv, jsonl, squid or w3c."));
        RecordFilter filter = RecordQueries.filter(address.getQueryParameters(), Set.of("format"));
        StreamingOutput lines = out -> export.write(filter, format, out);
        return Response.ok(lines, MediaType.valueOf(format.mediaType()).withCharset("utf-8"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"sluice-records." + format.ending() + "\"")
                .build();
    }

    @GET
    @Path("{node}/{boot}/{sequence}/explanation")
    @Operation(
            summary = "Why a record was decided so",
            description = "Tries the rules of the record's revision again, with what the record holds. The finding is "
                    + "SAME, OPEN (the record does not hold all that the rules ask for), OTHER (they decide "
                    + "otherwise), NO_POLICY, NOT_DECIDED or NO_REVISION.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "RecordExplanation")))
    public String explanation(
            @PathParam("node") String node,
            @PathParam("boot") long boot,
            @PathParam("sequence") long sequence,
            @QueryParam("time") @DefaultValue("") @Parameter(description = FoundRecords.TIME) String time) {
        return ExplanationJson.of(explanations.of(found.find(node, boot, sequence, time)), groupNow(node))
                .toString();
    }

    private String groupNow(String node) {
        return nodes.find(node).map(known -> known.member().group()).orElse("");
    }
}
