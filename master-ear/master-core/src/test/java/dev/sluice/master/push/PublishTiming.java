package dev.sluice.master.push;

import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Lists;
import dev.sluice.master.policy.Policies;
import dev.sluice.policy.model.PolicyBundle;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the time goes from the call that publishes to the message that leaves. Prints it; for people, so that no build
 * runs it. Each transaction here opens a connection of its own; what that costs is printed, too, to be taken off: {@code ./mvnw -pl master-ear/master-core test -Dtest=PublishTiming}.
 */
class PublishTiming {
    private static final int ROUNDS = 41;

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Policies policies = new Policies(database.jpa(), lease, new Changes(), Clock.systemUTC());
    private final TestOutbox outbox = new TestOutbox();
    private final PolicyPush push = TestPush.to(outbox, policies, Clock.systemUTC());

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 100_000, 500_000})
    void printsTheTimes(int domains) throws Exception {
        policies.start();
        PolicyBundle bundle = Lists.blocking(Lists.category("ads", domains));
        long start = System.nanoTime();
        long version = policies.save(policies.draft().version(), bundle, "ann").version();
        System.out.printf("%,d domains: saved in %.1f ms%n", domains, (System.nanoTime() - start) / 1e6);
        publish(version, "the first");
        double[] bare = new double[ROUNDS];
        double[] publishing = new double[ROUNDS];
        double[] sending = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            bare[round] = bareTransaction();
            double[] times = publish(version, "again");
            publishing[round] = times[0];
            sending[round] = times[1];
        }
        Arrays.sort(bare);
        Arrays.sort(publishing);
        Arrays.sort(sending);
        System.out.printf(
                "%,d domains: p50 committed after %.2f ms (%.2f for one query alone), sent after %.2f ms more; at most %.2f and %.2f ms%n",
                domains,
                publishing[ROUNDS / 2],
                bare[ROUNDS / 2],
                sending[ROUNDS / 2],
                publishing[ROUNDS - 1],
                sending[ROUNDS - 1]);
    }

    private double bareTransaction() {
        long start = System.nanoTime();
        policies.refreshHead();
        return (System.nanoTime() - start) / 1e6;
    }

    private double[] publish(long version, String what) throws Exception {
        outbox.sent.clear();
        long start = System.nanoTime();
        policies.publish(version, "", "ann");
        long committed = System.nanoTime();
        push.sweep();
        long sent = System.nanoTime();
        if (outbox.sent.size() != 1) {
            throw new IllegalStateException("sent " + outbox.sent.size() + " messages");
        }
        if (what.equals("the first")) {
            System.out.printf(
                    "%s: committed after %.1f ms, sent after %.1f ms more, %,d characters%n",
                    what,
                    (committed - start) / 1e6,
                    (sent - committed) / 1e6,
                    outbox.sent.get(0).text().length());
        }
        return new double[] {(committed - start) / 1e6, (sent - committed) / 1e6};
    }
}
