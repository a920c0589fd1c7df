package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests one cluster and one set of local sites, started for the first that asks and stopped after the last. */
final class ClusterExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Cluster.class || type == LocalSites.class || type == OtherHost.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(ClusterExtension.class))
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
                .of(parameter.getParameter().getType());
    }

    private record Shared(Cluster cluster, LocalSites sites, OtherHost host)
            implements AutoCloseable, ExtensionContext.Store.CloseableResource {
        static Shared start() {
            Path work = Path.of(System.getProperty("sluice.work"));
            try {
                LocalSites sites = LocalSites.start(work.resolve("sites"));
                OtherHost host = OtherHost.plugIn();
                try {
                    return new Shared(Cluster.start(work.resolve("data")), sites, host);
                } catch (IOException | InterruptedException | AssertionError e) {
                    sites.close();
                    host.close();
                    throw e;
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("the cluster did not start", e);
            }
        }

        Object of(Class<?> type) {
            return type == Cluster.class ? cluster : type == OtherHost.class ? host : sites;
        }

        @Override
        public void close() throws Exception {
            sites.close();
            cluster.close();
            host.close();
        }
    }
}
