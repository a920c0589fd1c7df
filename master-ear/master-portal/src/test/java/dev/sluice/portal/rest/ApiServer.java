package dev.sluice.portal.rest;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.master.audit.Audit;
import dev.sluice.master.delivery.ReportSchedules;
import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.enrollment.Keys;
import dev.sluice.master.enrollment.Membership;
import dev.sluice.master.enrollment.Renewals;
import dev.sluice.master.explain.Explanations;
import dev.sluice.master.export.RecordExport;
import dev.sluice.master.filter.SavedFilters;
import dev.sluice.master.member.History;
import dev.sluice.master.node.Commands;
import dev.sluice.master.node.Grouping;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.node.StateInbox;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.Sections;
import dev.sluice.master.privacy.Erasures;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.BatchInbox;
import dev.sluice.master.report.Completeness;
import dev.sluice.master.rollout.Rollouts;
import dev.sluice.master.rollup.Reports;
import dev.sluice.master.security.Accounts;
import dev.sluice.master.syslog.Syslog;
import dev.sluice.portal.fake.MemoryAccounts;
import dev.sluice.portal.fake.MemoryAudit;
import dev.sluice.portal.fake.MemoryCompleteness;
import dev.sluice.portal.fake.MemoryEnrollments;
import dev.sluice.portal.fake.MemoryErasures;
import dev.sluice.portal.fake.MemoryFilters;
import dev.sluice.portal.fake.MemoryFleet;
import dev.sluice.portal.fake.MemoryKeys;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.fake.MemoryPolicies;
import dev.sluice.portal.fake.MemoryRecords;
import dev.sluice.portal.fake.MemoryReportSchedules;
import dev.sluice.portal.fake.MemoryReports;
import dev.sluice.portal.fake.MemoryRollouts;
import dev.sluice.portal.fake.MemorySections;
import dev.sluice.portal.fake.MemorySyslog;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Singleton;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import org.glassfish.hk2.api.Context;
import org.glassfish.hk2.api.TypeLiteral;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** The REST interface on a real HTTP server over facades in memory. */
final class ApiServer implements AutoCloseable {
    /** Costs a password hash to make, so there is one for all. */
    private static final MemoryAccounts ACCOUNTS = new MemoryAccounts();

    static final long BODY_LIMIT = 10_000;

    final MemoryPolicies policies = new MemoryPolicies();
    final MemoryRollouts rollouts = new MemoryRollouts(policies);
    final MemoryNodes nodes = new MemoryNodes();
    final MemorySections sections = new MemorySections();
    final MemoryRecords records = new MemoryRecords();
    final MemoryReports reports = new MemoryReports();
    final MemoryReportSchedules schedules = new MemoryReportSchedules();
    final MemorySyslog syslog = new MemorySyslog();
    final MemoryKeys keys = new MemoryKeys();
    final MemoryEnrollments enrollments = new MemoryEnrollments();
    final MemoryFleet fleet = new MemoryFleet();
    final MemoryAudit audit = new MemoryAudit();
    final String token = ACCOUNTS.createToken(MemoryAccounts.NAME, "test");
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    ApiServer() {
        ResourceConfig config = new ResourceConfig()
                .register(new SessionStandIn(), Priorities.AUTHENTICATION - 100)
                .register(Authentication.class)
                .register(new BodyLimit(BODY_LIMIT))
                .register(Problems.class)
                .register(TypedParameters.class)
                .register(KnownParameters.class)
                .register(DraftResource.class)
                .register(RulesResource.class)
                .register(CategoriesResource.class)
                .register(SchedulesResource.class)
                .register(UsersResource.class)
                .register(PolicyResource.class)
                .register(RolloutsResource.class)
                .register(SectionsResource.class)
                .register(NodesResource.class)
                .register(NodeActionsResource.class)
                .register(KeysResource.class)
                .register(EnrollmentsResource.class)
                .register(RecordsResource.class)
                .register(ErasuresResource.class)
                .register(RecordRuleResource.class)
                .register(FiltersResource.class)
                .register(RefusedResource.class)
                .register(ReportsResource.class)
                .register(SyslogResource.class)
                .register(ReportSchedulesResource.class)
                .register(AuditResource.class)
                .register(AccessResource.class)
                .register(facades());
        server = JdkHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), config);
    }

    private AbstractBinder facades() {
        return new AbstractBinder() {
            @Override
            protected void configure() {
                bind(DependentBeans.class)
                        .to(new TypeLiteral<Context<Dependent>>() {})
                        .in(Singleton.class);
                bind(policies).to(Policies.class);
                bind(rollouts).to(Rollouts.class);
                bind(ACCOUNTS).to(Accounts.class);
                bind(nodes).to(Nodes.class);
                bind(sections).to(Sections.class);
                bind(records).to(AccessRecords.class);
                bind(new MemoryFilters()).to(SavedFilters.class);
                bind(new Explanations(policies)).to(Explanations.class);
                bind(new RecordExport(records, Clock.systemUTC())).to(RecordExport.class);
                bind(reports).to(Reports.class);
                bind(new MemoryCompleteness()).to(Completeness.class);
                bind(syslog).to(Syslog.class);
                bind(schedules).to(ReportSchedules.class);
                bind(Clock.systemUTC()).to(Clock.class);
                bind(keys).to(Keys.class);
                bind(enrollments).to(Enrollments.class);
                bind(audit).to(Audit.class);
                bind(new MemoryErasures()).to(Erasures.class);
                bind(fleet.commands()).to(Commands.class);
                bind(fleet.grouping()).to(Grouping.class);
                bind(fleet.membership()).to(Membership.class);
                bind(fleet.history()).to(History.class);
                bind(fleet.states()).to(StateInbox.class);
                bind(fleet.batches()).to(BatchInbox.class);
                bind(fleet.renewals()).to(Renewals.class);
                bind(callFrom("192.0.2.7%eth0")).to(HttpServletRequest.class);
                bindAsContract(DraftEdits.class);
                bindAsContract(FoundRecords.class);
            }
        };
    }

    /** What a servlet container says of a call; this server is none. */
    private static HttpServletRequest callFrom(String address) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ApiServer.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getRemoteAddr")) {
                        return address;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** What came back. */
    record Answer(int status, HttpResponse<String> raw) {
        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        String text() {
            return raw.body();
        }

        JsonStructure body() {
            try (JsonReader reader = Json.createReader(new StringReader(raw.body()))) {
                return reader.read();
            }
        }
    }

    /** Calls with the token. Headers come in pairs. */
    Answer call(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        return bare(method, path, body, List.of(headers), "Authorization", "Bearer " + token);
    }

    /** Calls with nothing but these headers. */
    Answer bare(String method, String path, String body, List<String> headers, String... more)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!headers.contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        if (more.length > 0) {
            request.headers(more);
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** What the container does for a call with the portal's session cookie. */
    private static final class SessionStandIn implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            String user = request.getHeaderString("Test-Session");
            if (user == null) {
                return;
            }
            SecurityContext outer = request.getSecurityContext();
            request.setSecurityContext(new SecurityContext() {
                @Override
                public Principal getUserPrincipal() {
                    return () -> user;
                }

                @Override
                public boolean isUserInRole(String role) {
                    return true;
                }

                @Override
                public boolean isSecure() {
                    return outer.isSecure();
                }

                @Override
                public String getAuthenticationScheme() {
                    return "FORM";
                }
            });
        }
    }
}
