package dev.sluice.master.node;

/** A command does not get to the node now. */
public final class NodeUnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    NodeUnreachableException(String message) {
        super(message);
    }
}
