package dev.sluice.portal.rest;

import dev.sluice.master.policy.Draft;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Answers about the draft: each carries its version as ETag. */
final class Answers {
    static Response ok(JsonValue body, Draft draft) {
        return Response.ok(body.toString()).tag(DraftEdits.tag(draft)).build();
    }

    /** With the address of the new part below the one that was called. */
    static Response created(JsonValue body, UriInfo uri, String name, Draft draft) {
        return Response.created(uri.getAbsolutePathBuilder().segment(name).build())
                .entity(body.toString())
                .tag(DraftEdits.tag(draft))
                .build();
    }

    static Response gone(Draft draft) {
        return Response.noContent().tag(DraftEdits.tag(draft)).build();
    }

    private Answers() {}
}
