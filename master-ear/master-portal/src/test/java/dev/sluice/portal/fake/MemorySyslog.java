package dev.sluice.portal.fake;

import dev.sluice.master.syslog.Syslog;
import dev.sluice.master.syslog.SyslogState;
import java.time.Instant;
import java.util.Optional;

/** A receiver that is behind. */
public final class MemorySyslog extends Syslog {
    private Optional<SyslogState> state = Optional.empty();

    public void behind() {
        state = Optional.of(new SyslogState(
                "siem.example:6514",
                1_200,
                Optional.of(Instant.parse("2026-03-01T09:00:00Z")),
                500,
                0,
                Optional.empty(),
                "Connection refused"));
    }

    @Override
    public synchronized Optional<SyslogState> state() {
        return state;
    }
}
