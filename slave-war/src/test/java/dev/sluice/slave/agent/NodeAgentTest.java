package dev.sluice.slave.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Records;
import dev.sluice.policy.model.Revision;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NodeAgentTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final ThreadFactory THREADS = task -> {
        Thread thread = new Thread(task, "agent-test");
        thread.setDaemon(true);
        return thread;
    };

    private final List<NodeState> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger returns = new AtomicInteger();
    private volatile boolean ready;
    private volatile String hash = "abc";

    private NodeState state(long sequence) {
        return new NodeState(
                "slave-1",
                3,
                sequence,
                Instant.EPOCH,
                "1",
                "127.0.0.1:1",
                "http://127.0.0.1:2",
                ready,
                Revision.NONE,
                hash,
                Optional.empty(),
                0,
                new Records(0, 0, 0, 0, 0),
                NodeState.Membership.UNSAID,
                Revision.NONE,
                NodeState.Service.SERVING,
                NodeState.Traffic.NONE,
                Optional.empty(),
                "");
    }

    private NodeAgent agent(StateOutlet outlet, NodeAgent.Rhythm rhythm) {
        return new NodeAgent(this::state, outlet, rhythm, () -> {}, () -> ready, returns::incrementAndGet, THREADS);
    }

    @Test
    void tellsTheStateAtTheStartAndAtTheEnd() {
        NodeAgent agent = agent(told::add, new NodeAgent.Rhythm(NEVER, NEVER));
        agent.start();
        await().until(() -> told.size() == 1);
        agent.close();
        assertThat(told).extracting(NodeState::sequence).containsExactly(1L, 2L);
    }

    @Test
    void tellsAChangeAtOnce() {
        try (NodeAgent agent = agent(told::add, new NodeAgent.Rhythm(NEVER, NEVER))) {
            agent.start();
            await().until(() -> told.size() == 1);
            agent.changed();
            await().until(() -> told.size() == 2);
        }
    }

    @Test
    void tellsWhenItBecomesReadyThoughNobodySaysSo() {
        try (NodeAgent agent = agent(told::add, new NodeAgent.Rhythm(NEVER, NEVER))) {
            agent.start();
            await().until(() -> told.size() == 1);
            ready = true;
            await().until(() -> told.size() == 2 && told.get(1).ready());
        }
    }

    @Test
    void tellsAgainAfterAWhile() {
        try (NodeAgent agent = agent(told::add, new NodeAgent.Rhythm(Duration.ofMillis(20), NEVER))) {
            agent.start();
            await().until(() -> told.size() >= 3);
        }
        assertThat(told).extracting(NodeState::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void keepsTheOtherRhythmWithoutAPolicy() {
        hash = "";
        try (NodeAgent agent = agent(told::add, new NodeAgent.Rhythm(NEVER, Duration.ofMillis(20)))) {
            agent.start();
            await().until(() -> told.size() >= 3);
        }
    }

    @Test
    void goesOnWhenTheBrokerOrTheStateFails() {
        StateOutlet outlet = state -> {
            if (state.sequence() == 1) {
                throw new IOException("away");
            }
            if (state.sequence() == 2) {
                throw new IllegalStateException("broken");
            }
            told.add(state);
        };
        NodeAgent agent = agent(outlet, new NodeAgent.Rhythm(Duration.ofMillis(10), Duration.ofMillis(10)));
        try (agent) {
            agent.start();
            await().until(() -> told.size() >= 2);
        }
        assertThat(agent.failures()).isOne();
        assertThat(told.get(0).sequence()).isEqualTo(3);
        assertThat(returns).hasValue(1);
    }

    @Test
    void aBrokerThatHangsDoesNotHoldUpWhoReportsAChange() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        StateOutlet outlet = state -> {
            inside.countDown();
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (NodeAgent agent = agent(outlet, new NodeAgent.Rhythm(NEVER, NEVER))) {
            agent.start();
            inside.await();
            agent.changed(); // returns though the send does not
            hangs.countDown();
        }
    }
}
