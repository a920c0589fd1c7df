package dev.sluice.portal.metrics;

import dev.sluice.master.metrics.MasterMetrics;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.security.Accounts;
import dev.sluice.master.security.MetricsToken;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/**
 * The master's metrics in the Prometheus text format, or OpenMetrics for who asks for it; for who shows the token for
 * metrics or an administrator's. With the former it needs no database.
 */
@WebServlet("/metrics")
public class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String BEARER = "bearer ";
    private static final int RETRY_AFTER_SECONDS = 5;

    @Inject
    private transient MasterMetrics metrics;

    @Inject
    private transient MetricsToken token;

    @Inject
    private transient Accounts accounts;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (mayRead(Objects.requireNonNullElse(request.getHeader("Authorization"), ""))) {
                answer(request, response);
            } else {
                refuse(response);
            }
        } catch (DatabaseException e) {
            if (!e.away()) {
                throw e;
            }
            sayThatNobodyKnows(response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accepted = request.getHeader("Accept");
        response.setContentType(metrics.contentType(accepted));
        response.setHeader("Cache-Control", "no-store");
        metrics.write(accepted, response.getOutputStream());
    }

    private boolean mayRead(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return false;
        }
        String secret = authorization.substring(BEARER.length()).strip();
        return token.matches(secret) || accounts.token(secret).isPresent();
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer realm=\"sluice\"");
        say(
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                "Show a token: Authorization: Bearer <token>. The one in sluice.metrics.token-file is enough.");
    }

    private static void sayThatNobodyKnows(HttpServletResponse response) throws IOException {
        response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        say(
                response,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "The master's database does not answer, and it alone knows administrators' tokens. Try again in a few"
                        + " seconds, or show the token in sluice.metrics.token-file, which needs no database.");
    }

    private static void say(HttpServletResponse response, int status, String line) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(line);
    }
}
