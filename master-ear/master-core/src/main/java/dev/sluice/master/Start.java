package dev.sluice.master;

import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.live.Changes;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.persistence.Schema;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.push.PolicyPush;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.security.Accounts;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
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

    private final List<Future<?>> repeated = new ArrayList<>();

    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedScheduledExecutorService timer;

    @Inject
    private MasterConfig config;

    @Inject
    private Schema schema;

    @Inject
    private Policies policies;

    @Inject
    private Accounts accounts;

    @Inject
    private Nodes nodes;

    @Inject
    private AccessRecords records;

    @Inject
    private PolicyPush push;

    @Inject
    private Changes changes;

    private Changes.Subscription pushOnChange = () -> {};

    @PostConstruct
    void start() {
        schema.migrate(config.databaseUrl());
        policies.start();
        accounts.start();
        nodes.start();
        records.makeRoom();
        pushOnChange = changes.subscribe(this::pushSoon);
        repeat("send the policy", 1, push::sweep);
        repeat("see new revisions", 1, policies::refreshHead);
        repeat("make room for records", 3600, records::makeRoom);
        LOG.info("The master is up, policy {}", policies.head().revision());
    }

    private void pushSoon(Changes.Topic topic) {
        if (topic == Changes.Topic.POLICY) {
            timer.execute(() -> attempt("send the policy", push::sweep));
        }
    }

    private void repeat(String deed, int seconds, Runnable work) {
        repeated.add(timer.scheduleWithFixedDelay(() -> attempt(deed, work), seconds, seconds, TimeUnit.SECONDS));
    }

    /** A timer that throws is never run again. */
    private static void attempt(String deed, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("Could not {}, trying again: {}", deed, e.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        pushOnChange.close();
        repeated.forEach(future -> future.cancel(false));
    }
}
