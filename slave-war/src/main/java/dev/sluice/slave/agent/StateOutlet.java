package dev.sluice.slave.agent;

import dev.sluice.jms.NodeState;
import java.io.IOException;

/** The way of a node's state to the master. */
public interface StateOutlet {
    /** Hands the state to the broker. @throws IOException when the broker did not take it */
    void send(NodeState state) throws IOException;
}
