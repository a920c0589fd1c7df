package dev.sluice.master;

import dev.sluice.master.authority.Authority;
import dev.sluice.master.delivery.Deliveries;
import dev.sluice.master.enrollment.Admissions;
import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.enrollment.Keys;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.log.Outage;
import dev.sluice.master.member.History;
import dev.sluice.master.member.Members;
import dev.sluice.master.metrics.Store;
import dev.sluice.master.node.NodeWatch;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.persistence.Schema;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.privacy.Erasures;
import dev.sluice.master.privacy.PersonalFields;
import dev.sluice.master.push.PolicyPush;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.retention.RetentionTime;
import dev.sluice.master.rollout.Rollouts;
import dev.sluice.master.rollout.Targets;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.security.Accounts;
import dev.sluice.master.security.MetricsToken;
import dev.sluice.master.syslog.Syslog;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the rooms in order, then runs what is repeated. A start that fails is a deployment that fails, with its reason. */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class Start {
    private static final Logger LOG = LoggerFactory.getLogger(Start.class);
    private static final long HOUR = TimeUnit.HOURS.toSeconds(1);

    private final List<Future<?>> repeated = new ArrayList<>();

    /** What is repeated shares one thread and may take long; a new policy waits for none of it. */
    private final ExecutorService soon = Executors.newSingleThreadExecutor(Start::daemon);

    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedScheduledExecutorService timer;

    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedExecutorService others;

    @Inject
    private Schema schema;

    @Inject
    private Lease lease;

    @Inject
    private Authority authority;

    @Inject
    private Policies policies;

    @Inject
    private Accounts accounts;

    @Inject
    private Keys keys;

    @Inject
    private Admissions admissions;

    @Inject
    private Enrollments enrollments;

    @Inject
    private Members members;

    @Inject
    private Nodes nodes;

    @Inject
    private NodeWatch watch;

    @Inject
    private History history;

    @Inject
    private RetentionTime retention;

    @Inject
    private AccessRecords records;

    @Inject
    private Rollups rollups;

    @Inject
    private PersonalFields personal;

    @Inject
    private Erasures erasures;

    @Inject
    private Targets targets;

    @Inject
    private Rollouts rollouts;

    @Inject
    private PolicyPush push;

    @Inject
    private Syslog syslog;

    @Inject
    private Deliveries deliveries;

    @Inject
    private Changes changes;

    @Inject
    private MetricsToken metricsToken;

    @Inject
    private Store store;

    private Changes.Subscription pushOnChange = () -> {};

    @PostConstruct
    void start() {
        schema.migrate();
        becomeActive();
        LOG.info("The cluster's authority is {}", authority.fingerprint());
        policies.start();
        accounts.start();
        members.start();
        nodes.start();
        keys.start();
        if (!metricsToken.isSet()) {
            LOG.info("Only administrators' tokens may read the metrics: sluice.metrics.token-file is not set");
        }
        records.makeRoom();
        personal.plan(retention.now());
        syslog.start();
        deliveries.start();
        Runnable pushing = lasting("send the policy", push::sweep);
        pushOnChange = changes.subscribe(topic -> pushSoon(topic, pushing));
        eachHour();
        repeat(1, pushing);
        repeat(1, lasting("look for new revisions", policies::refreshHead));
        repeat(1, lasting("see the rollout through", rollouts::step));
        repeat(1, lasting("write down what nodes said", watch::look));
        repeat(1, lasting("tell the broker which nodes may use it", admissions::sweep));
        repeat(10, lasting("look at the store, for the metrics", store::look));
        repeat(1, lasting("clear personal fields of old records", personal::step));
        repeat(1, lasting("erase users from records", erasures::step));
        repeat(10, lasting("fold the roll-ups", rollups::fold));
        repeat(1, lasting("sum up records from before the roll-ups", rollups::catchUp));
        repeat(5, new Detached(lasting("deliver reports", deliveries::step), others));
        repeat(5, lasting("watch the connection to the syslog receiver", syslog::watch));
        LOG.info("The master is up, policy {}", policies.head().revision());
    }

    /** Also by a master that is started more often than that. */
    private void eachHour() {
        long first = retention.untilNext().toSeconds();
        repeat(first, HOUR, lasting("make room for records", records::makeRoom));
        repeat(first, HOUR, lasting("see what is old by now", retention::advance));
        repeat(first, HOUR, lasting("delete old records", () -> records.dropOld(retention.now())));
        repeat(
                first,
                HOUR,
                lasting("see which records are too old for personal fields", () -> personal.plan(retention.now())));
        repeat(
                first,
                HOUR,
                lasting("forget erasures that no record is left of", () -> erasures.prune(retention.now())));
        repeat(first, HOUR, lasting("tidy the roll-ups", () -> rollups.tidy(retention.now())));
        repeat(first, HOUR, lasting("forget old events of nodes", history::prune));
        repeat(first, HOUR, lasting("forget old requests to join", enrollments::prune));
        repeat(first, HOUR, lasting("delete lists that no policy needs", this::forgetSections));
    }

    /** The server took its time before this while another master was active; here only masters that start at once meet. */
    private void becomeActive() {
        try {
            lease.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting for the lease", e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sluice-push");
        thread.setDaemon(true);
        return thread;
    }

    private void pushSoon(Changes.Topic topic, Runnable pushing) {
        if (topic == Changes.Topic.POLICY) {
            soon.execute(pushing);
        }
    }

    private void forgetSections() {
        policies.forgetSections(targets.aim().base().revision().number());
    }

    private void repeat(long seconds, Runnable work) {
        repeat(seconds, seconds, work);
    }

    private void repeat(long first, long seconds, Runnable work) {
        repeated.add(timer.scheduleWithFixedDelay(work, first, seconds, TimeUnit.SECONDS));
    }

    /** A timer that throws is never run again. */
    private static Runnable lasting(String deed, Runnable work) {
        Outage outage = new Outage(LOG, deed);
        return () -> {
            try {
                work.run();
                outage.worked();
            } catch (RuntimeException e) {
                outage.failed(e);
            }
        };
    }

    @PreDestroy
    void stop() {
        pushOnChange.close();
        repeated.forEach(future -> future.cancel(false));
        soon.shutdownNow();
        lease.release();
    }
}
