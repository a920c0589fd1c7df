package dev.sluice.portal.rest;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.node.NodeUnreachableException;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.master.report.SearchTooLongException;
import dev.sluice.master.rollout.NoCanaryException;
import dev.sluice.master.rollout.NoRolloutException;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.portal.edit.RefusedEditException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.UUID;

/** Turns whatever ends a call into a problem detail; never shows the inside of the program. */
@Provider
public class Problems implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(Problems.class.getName());
    private static final String DATABASE_AWAY = "The master's database does not answer. Slaves go on enforcing the last"
            + " policy and keep their records meanwhile. Try again in a few seconds; if it stays so, see to PostgreSQL.";
    private static final String UNSURE =
            "The master's database went away while it stored this, so it may be done or not."
                    + " Look whether it is before you do it again.";

    @Override
    public Response toResponse(Throwable thrown) {
        Problem problem = of(thrown);
        Response.ResponseBuilder response = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.toJson().toString());
        if (problem.retryAfter() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, problem.retryAfter());
        }
        if (thrown instanceof WebApplicationException web) {
            copy(HttpHeaders.ALLOW, web.getResponse(), response);
            copy(HttpHeaders.WWW_AUTHENTICATE, web.getResponse(), response);
        }
        return response.build();
    }

    static Problem of(Throwable thrown) {
        if (thrown instanceof ProblemException e) {
            return e.problem();
        }
        if (thrown instanceof InvalidPolicyException e) {
            String detail = "The policy would not compile with this change; the draft stays as it was.";
            return new Problem(422, detail, e.violations());
        }
        if (thrown instanceof StaleDraftException e) {
            return new Problem(412, message(e));
        }
        if (thrown instanceof RefusedEditException e) {
            return new Problem(e.reason() == RefusedEditException.Reason.UNKNOWN ? 404 : 409, e.explanation());
        }
        if (thrown instanceof NodeUnreachableException
                || thrown instanceof NoCanaryException
                || thrown instanceof NoRolloutException) {
            return new Problem(409, message((Exception) thrown));
        }
        if (thrown instanceof LeaseLostException e) {
            return Problem.passing(message(e) + "; try again in a moment.");
        }
        if (thrown instanceof DatabaseException e && e.unsure()) {
            return new Problem(503, UNSURE);
        }
        if (thrown instanceof DatabaseException e && e.away()) {
            return Problem.passing(DATABASE_AWAY);
        }
        if (thrown instanceof SearchTooLongException e) {
            return e.isBusy() ? Problem.passing(e.explanation()) : new Problem(503, e.explanation());
        }
        if (thrown instanceof MalformedMessageException e) {
            return new Problem(400, "The body is no such document: " + message(e));
        }
        if (thrown instanceof WebApplicationException e) {
            return e.getCause() instanceof ProblemException cause
                    ? cause.problem()
                    : web(e.getResponse().getStatus());
        }
        return unexpected(thrown);
    }

    private static Problem web(int status) {
        return new Problem(
                status,
                switch (status) {
                    case 404 -> "There is nothing at this address.";
                    case 405 -> "This address does not take this method.";
                    case 406 -> "The answer is application/json; the Accept header rules that out.";
                    case 415 -> "Send the body as application/json.";
                    default -> "The request cannot be answered.";
                });
    }

    private static Problem unexpected(Throwable thrown) {
        String reference = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "A call of the REST interface failed; reference " + reference, thrown);
        return new Problem(
                500, "The master could not do this. Try again; its log has more under reference " + reference + ".");
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), "no details");
    }

    private static void copy(String header, Response from, Response.ResponseBuilder to) {
        String value = from.getHeaderString(header);
        if (value != null) {
            to.header(header, value);
        }
    }
}
