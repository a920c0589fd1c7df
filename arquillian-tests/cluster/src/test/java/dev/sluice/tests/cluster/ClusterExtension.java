package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests one cluster and one set of local sites, started for the first that asks and stopped after the last. */
final class ClusterExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Cluster.class
                || type == LocalSites.class
                || type == OtherHost.class
                || type == WrongClock.class
                || type == FarNode.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(ClusterExtension.class))
                .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
                .of(parameter.getParameter().getType());
    }

    private static final class Shared implements AutoCloseable, ExtensionContext.Store.CloseableResource {
        private final Path work;
        private final Cluster cluster;
        private final LocalSites sites;
        private final OtherHost host;
        private final WrongClock clock;
        private Optional<FarNode> far = Optional.empty();

        private Shared(Path work, Cluster cluster, LocalSites sites, OtherHost host) throws IOException {
            this.work = work;
            this.cluster = cluster;
            this.sites = sites;
            this.host = host;
            this.clock = WrongClock.right(work.resolve("clock"));
        }

        static Shared start() {
            Path work = Path.of(System.getProperty("sluice.work"));
            try {
                SmallDisk.removeAllBelow(work);
                LocalSites sites = LocalSites.start(work.resolve("sites"));
                OtherHost host = OtherHost.plugIn();
                try {
                    return new Shared(work, Cluster.start(work.resolve("data")), sites, host);
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
            return type == Cluster.class
                    ? cluster
                    : type == OtherHost.class
                            ? host
                            : type == WrongClock.class ? clock : type == FarNode.class ? far() : sites;
        }

        /** It stays in the cluster until the end. */
        private FarNode far() {
            if (far.isEmpty()) {
                try {
                    FarNode node = FarNode.named("far-1", cluster, host, clock.environment());
                    far = Optional.of(node);
                    String printed = node.join(cluster.newKey("--auto-approve"), "--address", "0.0.0.0");
                    if (!printed.contains("belongs to the cluster")) {
                        throw new AssertionError("the far node did not join: " + printed);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError("the far node did not join", e);
                }
            }
            return far.get();
        }

        @Override
        public void close() throws Exception {
            sites.close();
            if (far.isPresent()) {
                far.get().down();
            }
            cluster.close();
            host.close();
            SmallDisk.removeAllBelow(work);
        }
    }
}
