package dev.sluice.portal.rest;

import dev.sluice.master.syslog.Syslog;
import dev.sluice.master.syslog.SyslogState;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far the syslog receiver is behind. */
@Path("syslog")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Records")
public class SyslogResource {
    private final Syslog syslog;

    @Inject
    public SyslogResource(Syslog syslog) {
        this.syslog = syslog;
    }

    @GET
    @Operation(summary = "How far the syslog receiver is behind", description = "As of a few seconds ago.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(ref = "Syslog")))
    public String get() {
        Optional<SyslogState> state = syslog.state();
        JsonObjectBuilder json = Json.createObjectBuilder().add("enabled", state.isPresent());
        state.ifPresent(known -> add(json, known));
        return json.build().toString();
    }

    private static void add(JsonObjectBuilder json, SyslogState state) {
        json.add("receiver", state.receiver())
                .add("waiting", state.waiting())
                .add("sent", state.sent())
                .add("expired", state.expired())
                .add("error", state.error());
        state.oldest().ifPresent(at -> json.add("oldest", at.toString()));
        state.readAt().ifPresent(at -> json.add("readAt", at.toString()));
    }
}
