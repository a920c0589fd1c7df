package dev.sluice.portal.rest;

import dev.sluice.jms.SectionFile;
import dev.sluice.master.policy.Sections;
import dev.sluice.master.policy.Sections.BusyException;
import dev.sluice.master.policy.Sections.Found;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The long lists of published policies, for nodes. No login: a digest is known only from a policy that has it. */
@Path("sections")
@Dependent
@Tag(ref = "Sections")
public class SectionsResource {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String FOR_EVER =
            "public, max-age=" + Duration.ofDays(365).toSeconds() + ", immutable";

    private final Sections sections;

    @Inject
    public SectionsResource(Sections sections) {
        this.sections = sections;
    }

    @GET
    @Path("{digest}")
    @Produces(MediaType.TEXT_PLAIN)
    @SecurityRequirementsSet
    @Operation(
            summary = "A long list of domains, by its SHA-256",
            description = "Sorted, each domain with a line feed behind it. With base, and where that is shorter, the "
                    + "answer is a delta instead, and has the header Delta-Base: a line -domain or +domain for each "
                    + "difference, sorted by domain. Needs no token: only policies name digests.")
    @APIResponse(
            responseCode = "200",
            headers =
                    @Header(
                            name = SectionFile.DELTA_BASE,
                            description = "On a delta: the digest of the list to apply it to, in quotes",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)))
    public Response section(
            @PathParam("digest") String digest,
            @QueryParam("base") @DefaultValue("") @Parameter(description = "The digest of a list that the caller has")
                    String base,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @DefaultValue("") String accepted) {
        if (!base.isEmpty() && !DIGEST.matcher(base).matches()) {
            throw new ProblemException(400, "The base is a SHA-256 in lower-case hex.");
        }
        try {
            Found found = find(digest, base)
                    .orElseThrow(() -> new ProblemException(404, "There is no list with this digest, or no longer."));
            return answer(found, base, takesGzip(accepted));
        } catch (BusyException e) {
            return busy();
        }
    }

    private Optional<Found> find(String digest, String base) throws BusyException {
        return DIGEST.matcher(digest).matches() ? sections.find(digest, base) : Optional.empty();
    }

    private static Response answer(Found found, String base, boolean gzip) {
        Response.ResponseBuilder answer = Response.ok()
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (found.delta()) {
            answer.header(SectionFile.DELTA_BASE, '"' + base + '"');
        }
        return gzip
                ? answer.encoding("gzip").entity(found.gzip()).build()
                : answer.entity(plain(found.gzip())).build();
    }

    /** As it is sent, so that a long list is never in memory as a whole. */
    private static StreamingOutput plain(byte[] gzip) {
        return out -> {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
                in.transferTo(out);
            }
        };
    }

    /** RFC 9110 section 12.5.3, for the one coding that is offered. */
    static boolean takesGzip(String accepted) {
        return Arrays.stream(accepted.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .anyMatch(coding -> coding.matches("(x-)?gzip(\\s*;\\s*q=(1(\\.0*)?|0?\\.0*[1-9]\\d*))?"));
    }

    private static Response busy() {
        return Response.status(503)
                .header(HttpHeaders.RETRY_AFTER, 1)
                .type(Problem.MEDIA_TYPE)
                .entity(new Problem(503, "Too many ask for long lists at the same time. Ask again in a second.")
                        .toJson()
                        .toString())
                .build();
    }
}
