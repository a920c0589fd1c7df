package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests one cluster and one set of local sites, started for the first that asks and stopped after the last. */
final class ClusterExtension implements ParameterResolver {
    private static final Set<Class<?>> PARTS = Set.of(
            Cluster.class,
            LocalSites.class,
            MailServer.class,
            OtherHost.class,
            Chromium.class,
            WrongClock.class,
            FarNode.class,
            SecondMaster.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARTS.contains(parameter.getParameter().getType());
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
        private final MailServer mail;
        private final OtherHost host;
        private final WrongClock clock;
        private Optional<Chromium> browser = Optional.empty();
        private Optional<FarNode> far = Optional.empty();
        private Optional<SecondMaster> second = Optional.empty();

        private Shared(Path work, Cluster cluster, LocalSites sites, MailServer mail, OtherHost host)
                throws IOException {
            this.work = work;
            this.cluster = cluster;
            this.sites = sites;
            this.mail = mail;
            this.host = host;
            this.clock = WrongClock.right(work.resolve("clock"));
        }

        static Shared start() {
            Path work = Path.of(System.getProperty("sluice.work"));
            try {
                SmallDisk.removeAllBelow(work);
                LocalSites sites = LocalSites.start(work.resolve("sites"));
                MailServer mail = MailServer.start();
                OtherHost host = OtherHost.plugIn();
                try {
                    Cluster cluster = Cluster.start(work.resolve("data"), mail.settings());
                    return new Shared(work, cluster, sites, mail, host);
                } catch (IOException | InterruptedException | AssertionError e) {
                    sites.close();
                    mail.close();
                    host.close();
                    throw e;
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("the cluster did not start", e);
            }
        }

        Object of(Class<?> type) {
            Map<Class<?>, Supplier<Object>> parts = Map.of(
                    Cluster.class, () -> cluster,
                    LocalSites.class, () -> sites,
                    MailServer.class, () -> mail,
                    OtherHost.class, () -> host,
                    Chromium.class, this::browser,
                    WrongClock.class, () -> clock,
                    FarNode.class, this::far,
                    SecondMaster.class, this::secondMaster);
            return parts.get(type).get();
        }

        private Chromium browser() {
            if (browser.isEmpty()) {
                try {
                    browser = Optional.of(Chromium.open(cluster.portal()));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError("there can be no browser", e);
                }
            }
            return browser.get();
        }

        /** Once it has joined it stays in the cluster until the end. */
        private FarNode far() {
            if (far.isEmpty()) {
                try {
                    far = Optional.of(FarNode.named("far-1", cluster, host, clock.environment()));
                } catch (IOException e) {
                    throw new AssertionError("there can be no far node", e);
                }
            }
            return far.get();
        }

        /** Starts it; it ends with the class that needs it. */
        private SecondMaster secondMaster() {
            if (second.isEmpty()) {
                try {
                    second = Optional.of(SecondMaster.start(cluster, work.resolve("second-master")));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError("the second master cannot be started", e);
                }
            }
            return second.get();
        }

        @Override
        public void close() throws Exception {
            browser.ifPresent(Chromium::close);
            if (second.isPresent()) {
                second.get().close();
            }
            sites.close();
            mail.close();
            if (far.isPresent()) {
                far.get().down();
            }
            cluster.close();
            host.close();
            SmallDisk.removeAllBelow(work);
        }
    }
}
