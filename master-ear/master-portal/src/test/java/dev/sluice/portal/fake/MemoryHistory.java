package dev.sluice.portal.fake;

import dev.sluice.master.member.History;
import dev.sluice.master.member.NodeEvent;
import java.util.ArrayList;
import java.util.List;

/** The events that a test puts in, the newest first. */
public final class MemoryHistory extends History {
    public final List<NodeEvent> events = new ArrayList<>();

    @Override
    public List<NodeEvent> of(String node, int limit) {
        return events.stream().filter(e -> e.node().equals(node)).limit(limit).toList();
    }
}
