package dev.sluice.slave.filter;

import dev.sluice.metrics.TimeCounts;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts ended exchanges by what clients saw of them. Safe for any thread. */
public final class Outcomes {
    /** The classes of status codes; what is none of them, or was never sent, is in the first. */
    private final List<LongAdder> statuses =
            Stream.generate(LongAdder::new).limit(6).toList();

    private final TimeCounts answerTimes = new TimeCounts();
    private final TimeCounts exchangeTimes = new TimeCounts();

    void count(Exchange exchange, int status) {
        int hundreds = status / 100;
        statuses.get(hundreds >= 1 && hundreds <= 5 ? hundreds : 0).increment();
        if (exchange.answerNanos() > 0) {
            answerTimes.add(exchange.answerNanos());
        }
        if (!exchange.isTunnelOpen()) {
            exchangeTimes.add(exchange.nanos());
        }
    }

    /** How many ended with a status of that class: 0 for none that there is, 1 for 1xx, up to 5 for 5xx. */
    public List<Long> statuses() {
        return statuses.stream().map(LongAdder::sum).toList();
    }

    /** From a request to the first byte of its origin's answer; tunnels are left out. */
    public TimeCounts answerTimes() {
        return answerTimes;
    }

    /** From a request to the end of the response; open tunnels are left out. */
    public TimeCounts exchangeTimes() {
        return exchangeTimes;
    }
}
