package dev.sluice.portal.access;

import dev.sluice.master.audit.Origin;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** Says for every call, of pages and of REST, from where it comes; the audit takes it from there. */
@WebFilter("/*")
public class CallOrigin extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Origin.enter(Objects.requireNonNullElse(request.getRemoteAddr(), ""));
        try {
            chain.doFilter(request, response);
        } finally {
            Origin.leave();
        }
    }
}
