package dev.sluice.master.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

class LeaseTest {
    private final TestDatabase database = TestDatabase.create();
    private final Database jdbc = database.jdbc();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> endings = Collections.synchronizedList(new ArrayList<>());
    private final Lease one = lease("one", Lease.LIFE);
    private final Lease two = lease("two", Lease.LIFE);

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    private Lease lease(String name, Duration life) {
        return new Lease(jdbc, new Holder(name), life, reason -> endings.add(name + ": " + reason));
    }

    @Test
    void goesToOneMasterAtATime() {
        assertThat(one.tryToTake()).hasValue(1);
        assertThat(two.tryToTake()).isEmpty();
        assertThat(one.epoch()).isEqualTo(1);
    }

    @Test
    void goesToTheNextMasterAtOnceWhenItIsReleased() {
        one.tryToTake();
        one.release();
        assertThat(two.tryToTake()).hasValue(2);
    }

    @Test
    void goesToTheNextMasterWhenItWasNotRenewed() {
        one.tryToTake();
        expire();
        assertThat(two.tryToTake()).hasValue(2);
    }

    @Test
    void staysWithAMasterThatRenewsItLateIfNobodyTookIt() throws Exception {
        one.tryToTake();
        expire();
        one.renew();
        assertThat(two.tryToTake()).isEmpty();
        assertThat(epochHeldBy(one)).isEqualTo(1);
        assertThat(endings).isEmpty();
    }

    @Test
    void isPutOffByEachRenewal() {
        one.tryToTake();
        String before = database.texts("SELECT expires_at FROM master_lease").get(0);
        one.renew();
        assertThat(database.number("SELECT count(*) FROM master_lease WHERE expires_at > '" + before + "'"))
                .isEqualTo(1);
    }

    @Test
    void endsTheMasterThatSleptWhileAnotherTookItOnceAndWithOneLine() {
        one.tryToTake();
        expire();
        two.tryToTake();

        one.renew();
        one.renew();
        assertThatThrownBy(() -> epochHeldBy(one)).isInstanceOf(LeaseLostException.class);

        assertThat(one.isLost()).isTrue();
        assertThat(endings)
                .singleElement()
                .asString()
                .startsWith("one: Another master is active")
                .doesNotContain("\n");
        assertThat(two.isLost()).isFalse();
    }

    @Test
    void letsAMasterChangeNothingThatIsNotYetActiveAndDoesNotEndIt() {
        assertThatThrownBy(() -> epochHeldBy(one)).isInstanceOf(LeaseLostException.class);
        assertThat(one.isLost()).isFalse();
        assertThat(endings).isEmpty();
    }

    @Test
    void rollsBackWhatAMasterDoesThatHasLostIt() {
        one.tryToTake();
        expire();
        two.tryToTake();

        assertThatThrownBy(() -> jdbc.run(connection -> {
                    connection.createStatement().execute("INSERT INTO account (name, password) VALUES ('a', 'b')");
                    one.hold(connection);
                }))
                .isInstanceOf(LeaseLostException.class);

        assertThat(database.number("SELECT count(*) FROM account")).isZero();
    }

    @Test
    void isNotTakenInTheMiddleOfATransactionThatHoldsIt() throws Exception {
        one.tryToTake();
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<?> slow = threads.submit(() -> jdbc.run(connection -> {
            one.hold(connection);
            holding.countDown();
            awaitQuietly(goOn);
            connection.createStatement().execute("INSERT INTO account (name, password) VALUES ('a', 'b')");
        }));
        holding.await();
        expire();
        Future<Long> accountsWhenTaken = threads.submit(() -> {
            two.tryToTake().orElseThrow();
            return database.number("SELECT count(*) FROM account");
        });
        await("two waits for one's transaction")
                .until(() -> database.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);

        goOn.countDown();

        slow.get(10, TimeUnit.SECONDS);
        assertThat(accountsWhenTaken.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    /** PostgreSQL does not call this idle, and so would wait for the rest of it for ever. */
    @Test
    void isTakenFromAMasterThatWasStoppedWhileItStoredRecords() throws Exception {
        one.tryToTake();
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<?> stopped = threads.submit(() -> jdbc.run(connection -> {
            connection.createStatement().execute("SET application_name = 'sluice-records one'");
            one.hold(connection);
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY account (name, password) FROM STDIN");
            holding.countDown();
            awaitQuietly(goOn);
            copy.endCopy();
        }));
        holding.await();
        expire();

        assertThat(threads.submit(two::tryToTake).get(5, TimeUnit.SECONDS)).hasValue(2);

        goOn.countDown();
        assertThatThrownBy(() -> stopped.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void endsNoConnectionOfAMasterThatRenewedIt() {
        one.tryToTake();
        jdbc.run(connection -> {
            connection.createStatement().execute("SET application_name = 'sluice-records one'");
            assertThat(two.tryToTake()).isEmpty();
            one.hold(connection);
        });
    }

    @Test
    void isRenewedWhileTransactionsHoldIt() throws Exception {
        one.tryToTake();
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<?> slow = threads.submit(() -> jdbc.run(connection -> {
            one.hold(connection);
            holding.countDown();
            awaitQuietly(goOn);
        }));
        holding.await();

        threads.submit(one::renew).get(10, TimeUnit.SECONDS);

        goOn.countDown();
        slow.get(10, TimeUnit.SECONDS);
    }

    @Test
    void goesToOneOfManyThatAskAtOnce() throws Exception {
        int rounds = 20;
        int rivals = 4;
        CyclicBarrier together = new CyclicBarrier(rivals);
        for (int round = 1; round <= rounds; round++) {
            List<Callable<OptionalLong>> asking = new ArrayList<>();
            for (int rival = 0; rival < rivals; rival++) {
                Lease lease = lease("rival " + rival + " in round " + round, Lease.LIFE);
                asking.add(() -> {
                    together.await();
                    return lease.tryToTake();
                });
            }
            List<OptionalLong> taken = new ArrayList<>();
            for (Future<OptionalLong> each : threads.invokeAll(asking)) {
                taken.add(each.get());
            }
            assertThat(taken.stream().filter(OptionalLong::isPresent)).containsExactly(OptionalLong.of(round));
            expire();
        }
    }

    @Test
    void renewsItselfUntilItIsReleased() throws Exception {
        Lease brief = lease("brief", Duration.ofMillis(300));
        brief.take();
        String before = database.texts("SELECT expires_at FROM master_lease").get(0);
        await("it is renewed")
                .until(() ->
                        database.number("SELECT count(*) FROM master_lease WHERE expires_at > '" + before + "'") == 1);
        brief.release();
        assertThat(two.tryToTake()).hasValue(2);
    }

    @Test
    void givesARivalTheTimeToGiveUp() throws Exception {
        Lease brief = lease("brief", Duration.ofMillis(300));
        brief.tryToTake();
        Lease heir = lease("heir", Duration.ofMillis(300));
        heir.take();
        assertThat(heir.epoch()).isEqualTo(2);
        heir.release();
    }

    @Test
    void endsAMasterWhoseRivalGoesOn() {
        one.tryToTake();
        Lease late = lease("late", Duration.ofMillis(100));
        assertThatThrownBy(late::take).isInstanceOf(LeaseLostException.class);
        assertThat(endings).hasSize(1);
    }

    @Test
    void raisesTheEpochAboveTheOneGivenInTheTransactionThatAsks() throws Exception {
        one.tryToTake();
        long raised = database.jpa().call(entities -> one.raise(entities, 41));
        assertThat(raised).isEqualTo(42);
        assertThat(epochHeldBy(one)).isEqualTo(42);
        assertThat(one.epoch()).isEqualTo(42);
        assertThat(database.jpa().<Long, RuntimeException>call(entities -> one.raise(entities, 7)))
                .isEqualTo(43);
    }

    @Test
    void knowsNoRivalInAnEmptyDatabaseNorInItself() throws Exception {
        LeaseRow row = new LeaseRow(new Holder("two"), Lease.LIFE);
        assertThat(jdbc.call(row::rival)).isEmpty();
        one.tryToTake();
        assertThat(jdbc.call(row::rival)).isEqualTo("one");
        expire();
        assertThat(jdbc.call(row::rival)).isEmpty();
        two.tryToTake();
        assertThat(jdbc.call(row::rival)).isEmpty();
        database.execute("DROP TABLE master_lease");
        assertThat(jdbc.call(row::rival)).isEmpty();
    }

    private long epochHeldBy(Lease lease) {
        Database.Work<Long> hold = lease::hold;
        return jdbc.call(hold);
    }

    /** What a minute's stop of the holder's JVM comes to. */
    private void expire() {
        database.execute("UPDATE master_lease SET expires_at = clock_timestamp() - interval '1 minute'");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
