package dev.sluice.portal.metrics;

import dev.sluice.master.metrics.MasterMetrics;
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

    @Inject
    private transient MasterMetrics metrics;

    @Inject
    private transient MetricsToken token;

    @Inject
    private transient Accounts accounts;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!mayRead(Objects.requireNonNullElse(request.getHeader("Authorization"), ""))) {
            refuse(response);
            return;
        }
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
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("WWW-Authenticate", "Bearer realm=\"sluice\"");
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter()
                .println(
                        "Show a token: Authorization: Bearer <token>. The one in sluice.metrics.token-file is enough.");
    }
}
