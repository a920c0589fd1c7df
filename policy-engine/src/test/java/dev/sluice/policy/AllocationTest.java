package dev.sluice.policy;

import static dev.sluice.policy.Policy.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int ROUND = 20_000;

    /** The compiler removes the copy that {@code InetAddress} makes of an IPv4 address, once it has seen enough. */
    @Test
    void makesNoObjectForADecision() throws Exception {
        CompiledPolicy policy = Policy.empty()
                .category("ads", "ads.example")
                .schedule("work", "Europe/Vienna", Policy.window("MON", "08:00", "17:00"))
                .block("host", Policy.hosts(".blocked.example"))
                .block("net", Policy.networks("192.0.2.0/24"), Policy.methods("PUT"), Policy.nodeGroups("branch"))
                .block("ads", Policy.categories("ads"), Policy.schedules("work"))
                .compile()
                .forGroup("branch");
        ExchangeFacts facts = Policy.get("10.0.0.1", "a.b.c.ads.example");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long end = System.nanoTime() + DEADLINE.toNanos();
        long allocated;
        do {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < ROUND; i++) {
                if (!policy.decide(facts, Phase.REQUEST, NOON).ruleId().equals("ads")) {
                    throw new AssertionError("wrong decision");
                }
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        } while (allocated >= ROUND && System.nanoTime() < end);

        assertThat(allocated).as("bytes for %s decisions", ROUND).isLessThan(ROUND);
    }
}
