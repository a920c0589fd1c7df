package dev.sluice.portal.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where the REST interface lives, and its description as a whole. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Sluice",
                        version = "v1",
                        description = "Policy, nodes and access records of a gateway cluster. Changes go to the draft; "
                                + "publishing makes the draft the next revision and pushes it to every slave. "
                                + "Errors are problem details (RFC 9457). What passes by itself, such as a database "
                                + "that does not answer, is status 503 with the header Retry-After, in seconds."),
        security = @SecurityRequirement(name = "token"),
        tags = {
            @Tag(name = "Draft", description = "The policy that is being edited; it always compiles."),
            @Tag(name = "Revisions", description = "Published policies; they never change again."),
            @Tag(name = "Rollouts", description = "Revisions that go to a few nodes first."),
            @Tag(name = "Sections", description = "The long lists of published policies, as nodes fetch them."),
            @Tag(name = "Joining", description = "How nodes join: keys, requests and their approval."),
            @Tag(name = "Nodes", description = "The slaves and what they say of themselves."),
            @Tag(name = "Records", description = "What went through the gateway."),
            @Tag(name = "Reports", description = "Sums over the records, and how complete they are."),
            @Tag(name = "Audit", description = "Who changed what, as a chain that can be verified."),
            @Tag(name = "Access", description = "Tokens for this interface.")
        })
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "A token from POST /tokens.")
@SecurityScheme(
        securitySchemeName = "password",
        type = SecuritySchemeType.HTTP,
        scheme = "basic",
        description = "An account's name and password; only for POST /tokens.")
public class Api extends Application {}
