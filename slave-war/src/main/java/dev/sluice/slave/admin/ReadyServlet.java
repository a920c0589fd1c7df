package dev.sluice.slave.admin;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Whether clients may be sent to this node: 200, or 503 and why not. A node that only leaves service says 404: HAProxy
 * ({@code http-check disable-on-404}) then sends it nobody new and leaves alone who is there.
 */
@WebServlet("/health/ready")
public class ReadyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Readiness readiness;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Readiness.Verdict verdict = readiness.verdict();
        Answers.health(
                verdict.problems(),
                verdict.leaving() ? HttpServletResponse.SC_NOT_FOUND : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                response);
    }
}
