package dev.sluice.tests.cluster;

import dev.sluice.cli.cluster.Version;
import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentClient;
import dev.sluice.enrollment.EnrollmentProgress;
import dev.sluice.enrollment.EnrollmentRefusedException;
import dev.sluice.identity.NodeIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A machine that asks to join as a node does, and is no more than that: it enforces nothing and never speaks again. */
record Applicant(Cluster cluster, String node, String key) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What becomes of it: {@code approved}, or the reason why not. */
    CompletableFuture<String> ask() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Path folder = Folders.emptied(Path.of(System.getProperty("sluice.work"), node));
                NodeIdentity identity = new NodeIdentity(folder.resolve("node.p12"), "applicant".toCharArray());
                Approved approved = new EnrollmentClient(
                                cluster.portal().base(), ActivationKey.parse(key), Clock.systemUTC())
                        .enrol(node, identity.request(node), Version.current(), PATIENCE, new Silent());
                return approved.node().equals(node) ? "approved" : "approved as " + approved.node();
            } catch (EnrollmentRefusedException e) {
                return e.reason();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static final class Silent implements EnrollmentProgress {
        @Override
        public void masterIsAway(String why) {}

        @Override
        public void waitsForApproval(String id) {}

        @Override
        public void mustWait(Duration time) {}
    }
}
