package dev.sluice.portal.pages;

import static dev.sluice.portal.fake.MemoryNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.member.Member;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.portal.fake.MemoryHistory;
import dev.sluice.portal.fake.MemoryMembers;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.fake.MemoryPolicies;
import dev.sluice.portal.fake.MemoryRecords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodesPageTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final MemoryNodes nodes = new MemoryNodes();
    private final MemoryMembers members = new MemoryMembers();
    private final MemoryHistory history = new MemoryHistory();
    private final NodesPage page = new NodesPage();

    @BeforeEach
    void aClusterOfThree() {
        page.nodes = nodes;
        page.members = members;
        page.history = history;
        page.policies = new MemoryPolicies();
        page.records = new MemoryRecords();
        nodes.nodes.add(node("slave-1", NodeStatus.IN_SYNC, 1, Optional.empty()));
        nodes.nodes.add(node("slave-2", NodeStatus.STALE, 0, Optional.empty()));
        nodes.nodes.add(node("gone", NodeStatus.REMOVED, 1, Optional.empty()));
        page.show();
    }

    @Test
    void showsAllButTheRemovedOnes() {
        assertThat(ids()).containsExactly("slave-1", "slave-2");
        assertThat(page.getCount()).isEqualTo(2);
        assertThat(page.getInSync()).isEqualTo(1);
        assertThat(page.getTroubled()).isEqualTo(1);
        assertThat(page.getWaiting()).isEqualTo("18");
    }

    @Test
    void showsTheRemovedOnesWhenAsked() {
        page.setState("REMOVED");
        page.show();

        assertThat(ids()).containsExactly("gone");
    }

    @Test
    void showsThoseThatNeedAttention() {
        page.setState(NodeFilter.TROUBLE);
        page.show();

        assertThat(ids()).containsExactly("slave-2");
    }

    @Test
    void findsNodesByAPartOfTheirId() {
        page.setText(" VE-2 ");
        page.show();

        assertThat(ids()).containsExactly("slave-2");
    }

    @Test
    void findsNodesByTheirGroup() {
        members.members.add(new Member("branch-1", "branch", "", NOW, Optional.empty()));
        page.setGroup("branch");
        page.show();
        assertThat(ids()).containsExactly("branch-1");

        page.setGroup(NodeFilter.NO_GROUP);
        page.show();
        assertThat(ids()).containsExactly("slave-1", "slave-2");
    }

    @Test
    void showsWhoWasLetInAndHasNotSpoken() {
        members.members.add(Member.unknown("late", NOW));
        page.show();

        assertThat(page.getRows())
                .filteredOn(row -> row.getId().equals("late"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getStatus().word()).isEqualTo("Offline");
                    assertThat(row.getReadiness()).isEqualTo("has not spoken yet");
                    assertThat(row.getLag()).isEmpty();
                });
    }

    @Test
    void showsTheHistoryOfTheNodeThatIsOpen() {
        history.events.add(new NodeEvent("slave-1", NOW, NodeEvent.Kind.REFUSED_POLICY, "2/3: Too new.", "admin"));
        history.events.add(new NodeEvent("slave-2", NOW, NodeEvent.Kind.STARTED, "", ""));
        assertThat(page.isDetailed()).isFalse();

        page.open("slave-1");

        NodeDetails details = page.getDetails();
        assertThat(details.events()).extracting(NodeDetails.Event::kind).containsExactly("Refused policy");
        assertThat(details.facts())
                .contains(new NodeDetails.Fact("Effective hash", "hash-1", "mono"))
                .contains(new NodeDetails.Fact("Records", "50 made, 40 stored, 1 dropped", ""))
                .extracting(NodeDetails.Fact::name)
                .doesNotContain("Clock", "Certificate ends");

        page.close();

        assertThat(page.isDetailed()).isFalse();
        assertThat(page.getDetails().row().getId()).isEmpty();
        assertThat(page.getDetails().facts()).noneMatch(fact -> fact.value().contains("slave"));
    }

    @Test
    void hasNoDetailsOfANodeThatIsNotListedAnyMore() {
        page.open("slave-1");
        nodes.nodes.removeIf(node -> node.id().equals("slave-1"));
        page.show();

        assertThat(page.isDetailed()).isFalse();
        assertThat(page.getDetails().events()).isEmpty();
    }

    private List<String> ids() {
        return page.getRows().stream().map(NodeRow::getId).toList();
    }
}
