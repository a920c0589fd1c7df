package dev.sluice.master.push;

import dev.sluice.jms.AdmissionMessage;
import dev.sluice.jms.MessageType;

/** Where messages leave. Nothing is kept here: what does not arrive is sent again by who sent it. */
public interface Outbox {
    /** How much a message matters. */
    enum Care {
        /** Returns when the broker has it. */
        CERTAIN,
        /** Returns at once; what is lost is repeated anyway. */
        FLEETING
    }

    /**
     * To all nodes.
     *
     * @throws jakarta.jms.JMSRuntimeException when the broker does not take it
     */
    void toAll(MessageType type, String text);

    /**
     * To one node.
     *
     * @throws jakarta.jms.JMSRuntimeException when the broker does not take it
     */
    void toNode(String node, MessageType type, String text, Care care);

    /**
     * To the broker itself.
     *
     * @throws jakarta.jms.JMSRuntimeException when the broker does not take it
     */
    void toBroker(AdmissionMessage message);
}
