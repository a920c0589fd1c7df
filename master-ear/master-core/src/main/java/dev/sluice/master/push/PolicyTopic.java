package dev.sluice.master.push;

import dev.sluice.jms.PolicyMessage;
import java.util.Optional;

/** The topic on which policies leave. */
interface PolicyTopic {
    /**
     * Sends and waits until the broker has it.
     *
     * @param node for that node only, or for all
     * @throws jakarta.jms.JMSRuntimeException when the broker does not take it
     */
    void send(PolicyMessage message, Optional<String> node);
}
