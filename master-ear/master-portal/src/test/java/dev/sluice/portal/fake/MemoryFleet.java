package dev.sluice.portal.fake;

import dev.sluice.master.enrollment.Membership;
import dev.sluice.master.enrollment.NodeCertificate;
import dev.sluice.master.enrollment.Renewals;
import dev.sluice.master.member.History;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.node.Commands;
import dev.sluice.master.node.Grouping;
import dev.sluice.master.node.StateInbox;
import dev.sluice.master.report.BatchInbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is done to nodes, as sentences. Of the nodes there is {@code slave-1} only. */
public final class MemoryFleet {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String NODE = "slave-1";

    public final List<String> done = new ArrayList<>();

    private boolean note(String node, String deed) {
        done.add(deed);
        return node.equals(NODE);
    }

    public Commands commands() {
        return new Commands() {
            @Override
            public void drain(String node, Duration deadline, String by) {
                note(node, by + " drains " + node + " in " + deadline);
            }

            @Override
            public void resume(String node, String by) {
                note(node, by + " resumes " + node);
            }

            @Override
            public void resync(String node, String by) {
                note(node, by + " resyncs " + node);
            }
        };
    }

    public Grouping grouping() {
        return new Grouping() {
            @Override
            public boolean put(String node, String group, String by) {
                return note(node, by + " puts " + node + " into " + group);
            }
        };
    }

    public Membership membership() {
        return new Membership() {
            @Override
            public boolean remove(String node, String by) {
                return note(node, by + " removes " + node);
            }

            @Override
            public boolean readmit(String node, String by) {
                return note(node, by + " readmits " + node);
            }

            @Override
            public List<NodeCertificate> certificates(String node) {
                return List.of(new NodeCertificate("5e", node, NOW, NOW.plus(Duration.ofDays(90)), Optional.of(NOW)));
            }
        };
    }

    public History history() {
        return new History() {
            @Override
            public List<NodeEvent> of(String node, int limit) {
                return List.of(new NodeEvent(node, NOW, NodeEvent.Kind.DRAIN, "within 60 s", "ann"));
            }
        };
    }

    /** Has refused one. */
    public StateInbox states() {
        return new StateInbox() {
            @Override
            public long refused() {
                return 1;
            }
        };
    }

    /** Has refused two. */
    public BatchInbox batches() {
        return new BatchInbox() {
            @Override
            public long refused() {
                return 2;
            }
        };
    }

    /** Has refused three. */
    public Renewals renewals() {
        return new Renewals() {
            @Override
            public long refused() {
                return 3;
            }
        };
    }
}
