package dev.sluice.portal.rest;

import dev.sluice.enrollment.EnrollmentAnswer;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentCodec;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.master.enrollment.Enrollment;
import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.enrollment.RefusalNote;
import dev.sluice.master.enrollment.RefusedException;
import dev.sluice.policy.match.IpAddress;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Nodes that ask to join, and the people who let them. */
@Path("enrollments")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Tag(ref = "Joining")
public class EnrollmentsResource {
    private static final int REFUSALS = 100;
    private static final IpAddress UNKNOWN = IpAddress.ofV4(0);

    private final Enrollments enrollments;

    @Inject
    public EnrollmentsResource(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    @POST
    @SecurityRequirementsSet
    @Operation(
            summary = "A node asks to join",
            description = "Needs no token: the proof in the request says that its sender knows the key's secret. A "
                    + "refusal is a problem detail with a reason.")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "EnrollmentRequest")))
    @APIResponse(
            responseCode = "201",
            description = "The node is in",
            content = @Content(schema = @Schema(ref = "EnrollmentAnswer")))
    @APIResponse(
            responseCode = "202",
            description = "A person has to approve it; ask again with the id",
            content = @Content(schema = @Schema(ref = "EnrollmentAnswer")))
    public Response ask(String body, @Context HttpServletRequest call) {
        IpAddress address = address(call);
        try {
            EnrollmentAnswer answer = enrollments.ask(read(body, address), address);
            return answer(answer, answer instanceof Approved ? 201 : 202);
        } catch (RefusedException e) {
            return refusal(e);
        }
    }

    private EnrollmentRequest read(String body, IpAddress address) throws RefusedException {
        try {
            return EnrollmentCodec.readRequest(body);
        } catch (MalformedMessageException e) {
            throw enrollments.malformed(String.valueOf(e.getMessage()), address);
        }
    }

    @GET
    @Path("{id}")
    @SecurityRequirementsSet
    @Operation(summary = "A node asks what became of its request", description = "Who knows the id may ask.")
    @APIResponse(
            responseCode = "200",
            description = "The node is in",
            content = @Content(schema = @Schema(ref = "EnrollmentAnswer")))
    @APIResponse(
            responseCode = "202",
            description = "It still waits",
            content = @Content(schema = @Schema(ref = "EnrollmentAnswer")))
    public Response poll(@PathParam("id") String id, @Context HttpServletRequest call) {
        try {
            EnrollmentAnswer answer = enrollments.poll(id, address(call)).orElseThrow(EnrollmentsResource::unknown);
            return answer(answer, answer instanceof Approved ? 200 : 202);
        } catch (RefusedException e) {
            return refusal(e);
        }
    }

    private static Response answer(EnrollmentAnswer answer, int status) {
        return Response.status(status).entity(EnrollmentCodec.write(answer)).build();
    }

    private static Response refusal(RefusedException refused) {
        Response.ResponseBuilder response = Response.status(
                        refused.refusal().reason().status())
                .type(Problem.MEDIA_TYPE)
                .entity(EnrollmentCodec.write(refused.refusal()));
        if (!refused.retryAfter().isZero()) {
            response.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, refused.retryAfter().toSeconds() + 1));
        }
        return response.build();
    }

    private static ProblemException unknown() {
        return new ProblemException(404, "No request of this id waits.");
    }

    /** An IPv6 address may carry a zone. */
    private static IpAddress address(HttpServletRequest call) {
        String text = call.getRemoteAddr();
        return IpAddress.parse(text == null ? "" : text.replaceFirst("%.*", "")).orElse(UNKNOWN);
    }

    @GET
    @Operation(
            summary = "The requests that wait for approval, and the newest that were refused",
            description = "The waiting ones oldest first, the refused ones newest first.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Enrollments")))
    public String list() {
        JsonArrayBuilder pending = Json.createArrayBuilder();
        enrollments.pending().forEach(enrollment -> pending.add(json(enrollment)));
        JsonArrayBuilder refused = Json.createArrayBuilder();
        enrollments.refusals(REFUSALS).forEach(refusal -> refused.add(json(refusal)));
        return Json.createObjectBuilder()
                .add("pending", pending)
                .add("refused", refused)
                .build()
                .toString();
    }

    @POST
    @Path("{id}/approve")
    @Operation(summary = "Lets the node in")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Enrollment")))
    public String approve(@PathParam("id") String id, @Context SecurityContext caller) {
        return decided(approve(enrollments, id, caller));
    }

    /** Shared with the node's own address. */
    static Optional<Enrollment> approve(Enrollments enrollments, String id, SecurityContext caller) {
        try {
            return enrollments.approve(id, DraftEdits.name(caller));
        } catch (RefusedException e) {
            throw new ProblemException(409, e.refusal().text());
        }
    }

    @POST
    @Path("{id}/decline")
    @Operation(summary = "Does not let the node in")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Enrollment")))
    public String decline(@PathParam("id") String id, @Context SecurityContext caller) {
        return decided(enrollments.decline(id, DraftEdits.name(caller)));
    }

    private static String decided(Optional<Enrollment> enrollment) {
        return json(enrollment.orElseThrow(EnrollmentsResource::unknown))
                .build()
                .toString();
    }

    static JsonObjectBuilder json(Enrollment enrollment) {
        return Json.createObjectBuilder()
                .add("id", enrollment.id())
                .add("node", enrollment.node())
                .add("keyId", enrollment.keyId())
                .add("publicKey", enrollment.publicKey())
                .add("version", enrollment.version())
                .add("address", enrollment.address())
                .add("askedAt", enrollment.askedAt().toString());
    }

    private static JsonObjectBuilder json(RefusalNote refusal) {
        return Json.createObjectBuilder()
                .add("at", refusal.at().toString())
                .add("address", refusal.address())
                .add("node", refusal.node())
                .add("keyId", refusal.keyId())
                .add("reason", refusal.reason())
                .add("text", refusal.text());
    }
}
