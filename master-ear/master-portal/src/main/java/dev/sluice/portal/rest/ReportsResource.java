package dev.sluice.portal.rest;

import dev.sluice.master.report.Completeness;
import dev.sluice.master.rollup.Dimension;
import dev.sluice.master.rollup.Measure;
import dev.sluice.master.rollup.Period;
import dev.sluice.master.rollup.Reports;
import dev.sluice.master.rollup.Reports.Overview;
import dev.sluice.master.rollup.Reports.Ranking;
import dev.sluice.master.rollup.Reports.Series;
import dev.sluice.master.rollup.Reports.Users;
import dev.sluice.master.rollup.Tier;
import dev.sluice.portal.rest.ReportJson.Extent;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sums over the access records. */
@Path("reports")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Reports")
public class ReportsResource {
    private static final String WIDENED =
            "The period is widened to whole buckets, and the answer says to what: minutes (lists: hours) in the last three"
                    + " days, hours in the last forty, days (UTC) before.";
    private static final String FROM = "Such as 2026-03-01T00:00:00Z; a day before the end when left out";
    private static final String TO = "Exclusive; now when left out";
    private static final String NODE = "The id of one node; all when left out";
    private static final Duration USUAL = Duration.ofDays(1);

    private final Reports reports;
    private final Completeness completeness;
    private final Clock clock;

    @Inject
    public ReportsResource(Reports reports, Completeness completeness, Clock clock) {
        this.reports = reports;
        this.completeness = completeness;
        this.clock = clock;
    }

    @GET
    @Path("overview")
    @Operation(summary = "Figures of a period and of the one before it", description = WIDENED)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Overview")))
    public String overview(
            @QueryParam("from") @DefaultValue("") @Parameter(description = FROM) String from,
            @QueryParam("to") @DefaultValue("") @Parameter(description = TO) String to,
            @QueryParam("node") @DefaultValue("") @Parameter(description = NODE) String node) {
        Overview overview = reports.overview(period(from, to), Limits.text("node", node));
        return ReportJson.overview(overview, extent(overview.period().withBefore()))
                .build()
                .toString();
    }

    @GET
    @Path("series")
    @Operation(summary = "Figures by the minute, hour or day", description = WIDENED)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Series")))
    public String series(
            @QueryParam("from") @DefaultValue("") @Parameter(description = FROM) String from,
            @QueryParam("to") @DefaultValue("") @Parameter(description = TO) String to,
            @QueryParam("node") @DefaultValue("") @Parameter(description = NODE) String node,
            @QueryParam("step")
                    @DefaultValue("")
                    @Parameter(description = "minute, hour or day; what suits the period when left out")
                    String step) {
        Optional<Tier> tier =
                step.isEmpty() ? Optional.empty() : Optional.of(word("step", step, Arrays.asList(Tier.values())));
        try {
            Series series = reports.series(period(from, to), Limits.text("node", node), tier);
            return ReportJson.series(series, extent(series.period())).build().toString();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, e.getMessage() + ".");
        }
    }

    @GET
    @Path("users")
    @Operation(
            summary = "How many users with a name had traffic, by the hour (up to two days) or day, and on each node",
            description = "Each is counted once in each step. " + WIDENED)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "UserCounts")))
    public String users(
            @QueryParam("from") @DefaultValue("") @Parameter(description = FROM) String from,
            @QueryParam("to") @DefaultValue("") @Parameter(description = TO) String to,
            @QueryParam("node") @DefaultValue("") @Parameter(description = NODE) String node) {
        Users users = reports.users(period(from, to), Limits.text("node", node));
        return ReportJson.users(users, extent(users.period())).build().toString();
    }

    @GET
    @Path("top/{dimension}")
    @Operation(
            summary = "The sites, users, clients, categories, rules or errors with most of something",
            description = WIDENED)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Ranking")))
    public String top(
            @PathParam("dimension") @Parameter(description = "site, user, client, category, rule or error")
                    String dimension,
            @QueryParam("by")
                    @DefaultValue("requests")
                    @Parameter(description = "requests, blocked, errors, tunnels or bytes")
                    String by,
            @QueryParam("from") @DefaultValue("") @Parameter(description = FROM) String from,
            @QueryParam("to") @DefaultValue("") @Parameter(description = TO) String to,
            @QueryParam("node") @DefaultValue("") @Parameter(description = NODE) String node,
            @QueryParam("limit") @DefaultValue("10") @Parameter(description = "1 to 1000") int limit) {
        Dimension listed = word("dimension", dimension, Dimension.LISTED);
        Measure measure = word("by", by, List.of(Measure.values()));
        Ranking ranking = reports.top(
                listed, measure, period(from, to), Limits.text("node", node), Limits.between(1, limit, Reports.VALUES));
        return ReportJson.ranking(ranking, extent(ranking.period())).build().toString();
    }

    @GET
    @Path("completeness")
    @Operation(
            summary = "Whether all records are here",
            description =
                    "For each node, generated = applied + damaged + spooled + dropped as soon as nothing is under way."
                            + " Removed nodes are left out.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Completeness")))
    public String completeness() {
        return ReportJson.completeness(completeness.accounts(), clock.instant())
                .build()
                .toString();
    }

    private Extent extent(Period period) {
        return new Extent(completeness.completeUpTo(), reports.hoursLeft(period));
    }

    private Period period(String from, String to) {
        Instant end = to.isEmpty() ? clock.instant() : Limits.instant("to", to);
        Instant start = from.isEmpty() ? end.minus(USUAL) : Limits.instant("from", from);
        if (!start.isBefore(end)) {
            throw new ProblemException(400, "The period must begin before it ends.");
        }
        return new Period(start, end);
    }

    private static <E extends Enum<E>> E word(String name, String word, Collection<E> known) {
        return known.stream()
                .filter(each -> ReportJson.word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        400,
                        "The parameter " + name + " is one of "
                                + known.stream().sorted().map(ReportJson::word).collect(Collectors.joining(", "))
                                + "."));
    }
}
