package dev.sluice.slave.admin;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Whether the process answers at all; a node that does not is to be restarted. */
@WebServlet("/health/live")
public class LiveServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answers.health(List.of(), HttpServletResponse.SC_SERVICE_UNAVAILABLE, response);
    }
}
