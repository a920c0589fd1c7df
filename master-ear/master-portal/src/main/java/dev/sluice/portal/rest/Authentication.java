package dev.sluice.portal.rest;

import dev.sluice.master.audit.Origin;
import dev.sluice.master.security.Accounts;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who shows a bearer token, or comes with the portal's session; for {@code POST /tokens} also who shows an
 * account's name and password. Nodes that fetch long lists or ask to join need neither.
 *
 * <p>A change by session needs the header {@code X-Requested-With}, which another site's page cannot send: together with
 * the cookie's SameSite attribute this keeps forged requests out.
 */
@Provider
@Dependent
@Priority(Priorities.AUTHENTICATION)
public class Authentication implements ContainerRequestFilter {
    static final String BEARER = "Bearer";
    static final String BASIC = "Basic";
    static final String SESSION = "Session";

    private final Accounts accounts;

    @Inject
    public Authentication(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (isOpen(request)) {
            return;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        Optional<Caller> caller = header == null ? bySession(request) : byHeader(header, request);
        if (caller.isPresent()) {
            request.setSecurityContext(caller.get());
        } else {
            request.abortWith(refusal(request));
        }
    }

    private Optional<Caller> byHeader(String header, ContainerRequestContext request) {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? header : header.substring(0, space);
        String credentials = space < 0 ? "" : header.substring(space + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "bearer" -> byToken(credentials);
            case "basic" -> isForTokens(request) ? byPassword(credentials) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Caller> byToken(String secret) {
        Optional<Accounts.Token> token = accounts.token(secret);
        token.ifPresent(known -> Origin.showed(known.label()));
        return token.map(known -> new Caller(known.account(), BEARER));
    }

    private Optional<Caller> byPassword(String credentials) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        if (colon <= 0 || !accounts.authenticate(pair.substring(0, colon), pair.substring(colon + 1))) {
            return Optional.empty();
        }
        return Optional.of(new Caller(pair.substring(0, colon), BASIC));
    }

    private static Optional<Caller> bySession(ContainerRequestContext request) {
        Principal principal = request.getSecurityContext().getUserPrincipal();
        if (principal == null) {
            return Optional.empty();
        }
        boolean changes =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        if (changes && request.getHeaderString("X-Requested-With") == null) {
            throw new ProblemException(403, "A change by the portal's session needs the header X-Requested-With.");
        }
        return Optional.of(new Caller(principal.getName(), SESSION));
    }

    private static Response refusal(ContainerRequestContext request) {
        boolean tokens = isForTokens(request);
        Problem problem = new Problem(
                401,
                tokens
                        ? "Show the name and password of an account with Basic authentication."
                        : "Show a valid token: Authorization: Bearer <token>. POST /api/v1/tokens makes one.");
        return Response.status(401)
                .header(HttpHeaders.WWW_AUTHENTICATE, (tokens ? BASIC : BEARER) + " realm=\"sluice\"")
                .type(Problem.MEDIA_TYPE)
                .entity(problem.toJson().toString())
                .build();
    }

    /** Nodes know long lists by their digests, and prove otherwise that they may join. */
    private static boolean isOpen(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath().replaceFirst("^/", "");
        return switch (request.getMethod()) {
            case "GET" -> path.matches("(sections|enrollments)/[^/]+");
            case "POST" -> path.equals("enrollments");
            default -> false;
        };
    }

    private static boolean isForTokens(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return request.getMethod().equals("POST") && (path.equals("tokens") || path.equals("/tokens"));
    }

    /** An administrator who calls. */
    private record Caller(String name, String scheme) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return () -> name;
        }

        @Override
        public boolean isUserInRole(String role) {
            return true;
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return scheme;
        }
    }
}
