package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;

/** The topic on which nodes hear what they may free. */
interface AppliedTopic {
    /** @throws jakarta.jms.JMSRuntimeException when the broker is away; the node sends its batch again and is told then */
    void send(AppliedMessage message);
}
