package dev.sluice.portal.rest;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses a query parameter that a call does not have: a misspelt one would otherwise mean all. A call that takes the whole
 * address sees to its parameters itself, and nodes, which are no callers, may be newer than this master.
 */
@Provider
public class KnownParameters implements ContainerRequestFilter {
    @Context
    @SuppressWarnings("NullAway.Init") // set by the container
    private ResourceInfo called;

    @Override
    public void filter(ContainerRequestContext request) {
        Parameter[] parameters = called.getResourceMethod().getParameters();
        boolean stranger = request.getSecurityContext().getUserPrincipal() == null;
        if (!stranger && Stream.of(parameters).noneMatch(parameter -> parameter.getType() == UriInfo.class)) {
            check(request.getUriInfo().getQueryParameters().keySet(), names(parameters));
        }
    }

    private static Set<String> names(Parameter[] parameters) {
        return Stream.of(parameters)
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .flatMap(Stream::ofNullable)
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @throws ProblemException for a name that is not known */
    static void check(Set<String> names, Set<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                String others = known.isEmpty() ? "the call has none" : "there are " + String.join(", ", known);
                throw new ProblemException(
                        400, "There is no parameter " + Limits.text("name", name) + "; " + others + ".");
            }
        }
    }
}
