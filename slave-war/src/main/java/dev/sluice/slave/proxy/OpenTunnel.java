package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Ledger;
import dev.sluice.slave.filter.Trouble;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One open tunnel: its byte counts and its end. */
final class OpenTunnel {
    static final String KEY = OpenTunnel.class.getName();

    private final Exchange exchange;
    private final Ledger ledger;
    private final LongAdder up = new LongAdder();
    private final LongAdder down = new LongAdder();

    OpenTunnel(Exchange exchange, Ledger ledger) {
        this.exchange = exchange;
        this.ledger = ledger;
    }

    void sentUp(int bytes) {
        up.add(Math.max(bytes, 0));
    }

    void sentDown(int bytes) {
        down.add(Math.max(bytes, 0));
    }

    /** Both ends are closed, or will be: the record is made. */
    void end(@Nullable Throwable cause) {
        if (cause instanceof TimeoutException) {
            exchange.fail(Trouble.TIMEOUT);
        } else if (cause != null && !(cause instanceof ClosedChannelException)) {
            exchange.fail(Trouble.ORIGIN_ABORT);
        }
        ledger.close(exchange, 200, up.sum(), down.sum());
    }

    void fail(Trouble trouble) {
        exchange.fail(trouble);
    }
}
