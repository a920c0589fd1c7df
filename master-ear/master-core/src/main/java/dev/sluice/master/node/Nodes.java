package dev.sluice.master.node;

import java.util.List;
import java.util.Optional;

/** The registry of slaves. Its one writer is the listener of node states. Safe for any thread. */
public class Nodes {
    /** All known nodes by id. */
    public List<Node> all() {
        throw new UnsupportedOperationException();
    }

    public Optional<Node> find(String id) {
        throw new UnsupportedOperationException(id);
    }
}
