package dev.sluice.master.log;

import org.slf4j.Logger;

/** Whether something that is tried again and again works at the moment. Safe for any thread. */
public final class Outage {
    private final Logger log;
    private final String deed;
    private boolean lasting;
    private long failures;

    /** @param deed what fails and is tried again, as in "could not send the policy" */
    public Outage(Logger log, String deed) {
        this.log = log;
        this.deed = deed;
    }

    public synchronized void failed(Throwable problem) {
        failures++;
        if (!lasting) {
            lasting = true;
            log.warn("Could not {}, trying again: {}", deed, problem.getMessage());
        }
        log.debug("Could not {}", deed, problem);
    }

    public synchronized void worked() {
        if (lasting) {
            lasting = false;
            log.info("Can {} again, after {} failures", deed, failures);
            failures = 0;
        }
    }
}
