package dev.sluice.slave;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.accesslog.AccessLog;
import dev.sluice.slave.accesslog.LogFile;
import dev.sluice.slave.admin.Metrics;
import dev.sluice.slave.admin.Readiness;
import dev.sluice.slave.agent.Commands;
import dev.sluice.slave.agent.KeptMembership;
import dev.sluice.slave.agent.MasterTalk;
import dev.sluice.slave.agent.NodeAgent;
import dev.sluice.slave.agent.NodeCertificate;
import dev.sluice.slave.agent.Orders;
import dev.sluice.slave.agent.RequestOutlet;
import dev.sluice.slave.agent.StateOutlet;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.config.ClusterConfig;
import dev.sluice.slave.config.SlaveConfig;
import dev.sluice.slave.filter.RecordSink;
import dev.sluice.slave.filter.Traffic;
import dev.sluice.slave.policy.ActivePolicy;
import dev.sluice.slave.policy.PolicyInbox;
import dev.sluice.slave.policy.PolicyIntake;
import dev.sluice.slave.policy.PolicyStore;
import dev.sluice.slave.policy.Signatures;
import dev.sluice.slave.proxy.ProxyServer;
import dev.sluice.slave.report.RecordOutlet;
import dev.sluice.slave.report.RecordSender;
import dev.sluice.slave.report.RecordSpool;
import dev.sluice.slave.report.SendPace;
import dev.sluice.slave.report.SpoolLimits;
import dev.sluice.slave.section.MasterSections;
import dev.sluice.slave.section.Sections;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node. Made with its spool open and the policy from its disk active, so that messages may come in before it is
 * started; started and stopped once.
 */
final class Slave {
    private static final Logger LOG = LoggerFactory.getLogger(Slave.class);

    private final SlaveConfig config;
    private final String version;
    private final Clock clock;
    private final Alarms alarms;
    private final KeptMembership membership;
    private final MasterTalk talk;
    private final NodeCertificate certificate;
    private final RecordSpool spool;
    private final Optional<AccessLog> accessLog;
    private final ActivePolicy active = new ActivePolicy();
    private final PolicyIntake intake;
    private final PolicyInbox inbox;
    private final Commands commands;
    private final ProxyServer proxy;
    private final RecordSender sender;
    private final NodeAgent agent;
    private final Readiness readiness;
    private final Metrics metrics;
    private volatile boolean listening;
    private volatile boolean stopping;

    /**
     * Opens the node's data folder.
     *
     * @throws IllegalStateException when the folder is in use or another node's
     */
    Slave(
            SlaveConfig config,
            String version,
            StateOutlet states,
            RequestOutlet requests,
            RecordOutlet records,
            ThreadFactory threads,
            Clock clock)
            throws IOException {
        this.config = config;
        this.version = version;
        this.clock = clock;
        alarms = new Alarms(clock);
        membership = new KeptMembership(config.dataFolder().resolve("membership"), alarms);
        PolicyStore store = new PolicyStore(config.dataFolder().resolve("policies"));
        spool = RecordSpool.open(
                config.dataFolder().resolve("spool"),
                config.nodeId(),
                SpoolLimits.of(config.spoolMaxBytes(), config.spoolMaxAge()),
                alarms,
                clock,
                threads);
        accessLog = config.accessLog()
                .file()
                .map(file -> new LogFile(
                        file, config.accessLog().maxBytes(), config.accessLog().kept()))
                .map(file -> new AccessLog(file, alarms, threads));
        proxy = new ProxyServer(config, active, keeper(), opening -> spool.open(active.redact(opening)), clock);
        sender = new RecordSender(spool, records, SendPace.NORMAL, threads);
        agent = new NodeAgent(
                this::state, states, NodeAgent.Rhythm.NORMAL, this::chores, this::watched, sender::sendAgain, threads);
        ClusterConfig cluster = config.cluster();
        Sections sections = new Sections(config.dataFolder().resolve("sections"), new MasterSections(cluster));
        Signatures signatures =
                new Signatures(cluster.trustStore(), cluster.storePassword().toCharArray());
        intake = new PolicyIntake(
                new PolicyCompiler(), signatures, store, sections, active, alarms, this::policyChanged);
        inbox = new PolicyInbox(intake, threads);
        talk = new MasterTalk(membership, active, intake, alarms, this::groupChanged);
        certificate = new NodeCertificate(config.nodeId(), cluster, requests, alarms, clock);
        commands = new Commands(spool, inbox, talk, certificate, new Duties(), clock);
        readiness = new Readiness()
                .require("There is no policy yet.", () -> active.get().isPresent())
                .require("The proxy does not listen.", () -> listening)
                .require("The proxy is not warm yet.", () -> !listening || proxy.warm())
                .requireStaying("The node is stopping.", () -> !stopping)
                .requireStaying(
                        "The node is drained, or is about to be.",
                        () -> stopping || proxy.service() == Service.SERVING);
        metrics = new Metrics(config.nodeId(), version)
                .proxy(proxy::traffic, proxy.outcomes(), this::ready, this::service)
                .records(spool, sender, config.spoolMaxBytes())
                .master(active, intake, commands, talk, agent)
                .certificate(certificate::ends)
                .sections(sections, inbox);
        accessLog.ifPresent(metrics::accessLog);
        active.join(membership.group());
        intake.restore();
        membership.see(active.revision().epoch());
    }

    PolicyIntake intake() {
        return intake;
    }

    PolicyInbox inbox() {
        return inbox;
    }

    Commands commands() {
        return commands;
    }

    Readiness readiness() {
        return readiness;
    }

    Metrics metrics() {
        return metrics;
    }

    /** Takes traffic from now on. @throws IOException when the proxy cannot listen */
    void start() throws IOException {
        accessLog.ifPresent(AccessLog::start);
        proxy.start();
        listening = true;
        inbox.start();
        sender.start();
        agent.start();
    }

    /** Lets running exchanges end, tells the master, and leaves the folder. */
    void stop() {
        stopping = true;
        agent.changed();
        if (listening) {
            proxy.stop();
            listening = false;
            inbox.close();
            sender.close();
            agent.close();
        }
        accessLog.ifPresent(AccessLog::close);
        try {
            spool.close();
        } catch (IOException e) {
            LOG.warn("The spool was not closed cleanly: {}", e.toString());
        }
    }

    /** What the policy lets be kept of a record goes to the spool and the log. */
    private RecordSink keeper() {
        return new RecordSink() {
            @Override
            public void begun() {
                spool.begun();
            }

            @Override
            public void accept(AccessRecord record) {
                AccessRecord kept = active.redact(record);
                spool.accept(kept);
                accessLog.ifPresent(log -> log.accept(kept));
            }
        };
    }

    private boolean ready() {
        return readiness.verdict().problems().isEmpty();
    }

    private void groupChanged() {
        active.join(membership.group());
        agent.changed();
    }

    private void policyChanged() {
        agent.changed();
        membership.see(active.revision().epoch());
    }

    private void chores() {
        intake.saveUnsaved();
        membership.saveUnsaved();
        certificate.renewIfDue();
    }

    private Service service() {
        return stopping && proxy.service() == Service.SERVING ? Service.DRAINING : proxy.service();
    }

    /** Of these the master hears at once. */
    private Object watched() {
        return List.of(ready(), service(), talk.asks());
    }

    private final class Duties implements Orders {
        @Override
        public void drain(Duration time) {
            proxy.drain(time);
            agent.changed();
        }

        @Override
        public void resume() {
            proxy.resume();
            agent.changed();
        }

        @Override
        public void resync() {
            intake.resync();
            agent.changed();
        }
    }

    private NodeState.Traffic traffic() {
        Traffic now = proxy.traffic();
        return new NodeState.Traffic(
                now.running(),
                now.openTunnels(),
                now.blocked(),
                now.unanswered(),
                TimeUnit.NANOSECONDS.toMicros(now.answerNanos()),
                now.answers());
    }

    private NodeState.Membership membership() {
        return new NodeState.Membership(
                Protocol.CURRENT, config.cluster().keyId(), membership.group(), membership.epoch(), certificate.ends());
    }

    private NodeState state(long sequence) {
        Optional<CompiledPolicy> policy = intake.settled();
        return new NodeState(
                config.nodeId(),
                spool.boot(),
                sequence,
                clock.instant(),
                version,
                config.proxyAddress() + ":" + proxy.port(),
                config.adminUrl(),
                ready(),
                policy.map(CompiledPolicy::revision).orElse(Revision.NONE),
                policy.map(CompiledPolicy::hash).orElse(""),
                intake.rejected(),
                proxy.exchanges(),
                spool.account(),
                membership(),
                intake.received(),
                service(),
                traffic(),
                talk.clock(),
                alarms.latest());
    }
}
