package dev.sluice.portal.rest;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.policy.Draft;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.record.HostRule;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Rules made from records. */
@Path("records/{node}/{boot}/{sequence}/rule")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(ref = "Records")
public class RecordRuleResource {
    private final FoundRecords records;
    private final Nodes nodes;
    private final DraftEdits edits;

    @Inject
    public RecordRuleResource(FoundRecords records, Nodes nodes, DraftEdits edits) {
        this.records = records;
        this.nodes = nodes;
        this.edits = edits;
    }

    @POST
    @Operation(
            summary = "Allows or blocks the record's host from now on, in the draft",
            description =
                    "Adds a rule before the one that decides such a request. Refused where the draft has it already.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "RecordRule")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(ref = "Rule")))
    public Response add(
            @PathParam("node") String node,
            @PathParam("boot") long boot,
            @PathParam("sequence") long sequence,
            @QueryParam("time") @DefaultValue("") @Parameter(description = FoundRecords.TIME) String time,
            String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller,
            @Context UriInfo uri)
            throws MalformedMessageException, StaleDraftException, InvalidPolicyException {
        AccessRecord record = records.find(node, boot, sequence, time).record();
        Body wanted = Body.of(body, Set.of("action", "for", "group"));
        Action action = action(wanted.text("action", 10));
        HostRule.Scope scope = scope(wanted.text("for", 10));
        String userGroup = userGroup(wanted, scope);
        Function<PolicyBundle, HostRule> rule =
                draft -> new HostRule(record, action, scope, group(scope, node, userGroup, record, draft));
        Draft draft = edits.edit(ifMatch, caller, before -> rule.apply(before).addTo(before));
        Rule added = draft.bundle().rules().get(rule.apply(draft.bundle()).place(draft.bundle()));
        return Response.created(at(uri, added.id()))
                .entity(PolicyJson.rule(added).toString())
                .tag(DraftEdits.tag(draft))
                .build();
    }

    private static Action action(String word) {
        return switch (word) {
            case "allow" -> new Action.Allow();
            case "block" -> new Action.Block("");
            default -> throw Body.wrong("action", "It is allow or block.");
        };
    }

    private static HostRule.Scope scope(String word) {
        return HostRule.Scope.of(word)
                .orElseThrow(() -> Body.wrong("for", "It is all, client, user, user-group or node-group."));
    }

    /** Empty for the only one. */
    private static String userGroup(Body wanted, HostRule.Scope scope) {
        String group = wanted.text("group", 64);
        if (!group.isEmpty() && scope != HostRule.Scope.USER_GROUP) {
            throw Body.wrong("group", "Only what is for a user-group takes it.");
        }
        return group;
    }

    private String group(HostRule.Scope scope, String node, String userGroup, AccessRecord record, PolicyBundle draft) {
        return switch (scope) {
            case ALL, CLIENT, USER -> "";
            case USER_GROUP -> oneOf(HostRule.userGroups(record, draft), userGroup);
            case NODE_GROUP ->
                nodes.find(node).map(known -> known.member().group()).orElse("");
        };
    }

    private static String oneOf(List<String> groups, String wanted) {
        if (wanted.isEmpty() && groups.size() == 1) {
            return groups.get(0);
        }
        if (!groups.isEmpty() && !groups.contains(wanted)) {
            throw Body.wrong("group", "It is one of those that the user is in: " + String.join(", ", groups) + ".");
        }
        return wanted;
    }

    private static URI at(UriInfo uri, String id) {
        return uri.getBaseUriBuilder().path("policy/draft/rules").path(id).build();
    }
}
