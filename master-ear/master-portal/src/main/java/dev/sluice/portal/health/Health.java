package dev.sluice.portal.health;

import dev.sluice.master.policy.Policies;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /health/live}: the application answers. {@code /health/ready}: the core has started and its database answers.
 * The server's own MicroProfile health fails within an EAR; these exact addresses go before its.
 */
@WebServlet({Health.LIVE, Health.READY})
public class Health extends HttpServlet {
    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";
    private static final long serialVersionUID = 1L;

    @Inject
    transient Policies policies;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean up = request.getServletPath().equals(LIVE) || ready();
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.getWriter().print(up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    }

    private boolean ready() {
        try {
            policies.draft();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
