package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState;
import dev.sluice.master.Hand;
import dev.sluice.master.member.Member;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.node.Rates;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final List<Node> nodes = new ArrayList<>();
    private final Completeness completeness = new Completeness(database.jdbc(), new Known(), new Hand(NOW));

    private final class Known extends Nodes {
        @Override
        public List<Node> all() {
            return List.copyOf(nodes);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isCompleteUntilNowWithoutANode() {
        assertThat(completeness.completeUpTo()).isEqualTo(NOW);
        assertThat(completeness.accounts()).isEmpty();
    }

    @Test
    void isCompleteUntilANodeSaidThatItsSpoolIsEmpty() {
        says("n1", NOW.minusSeconds(4), records(10, 9, 0, 1));
        applied("n1", 1, 9, 0, 0, NOW.minusSeconds(60));
        NodeAccount account = completeness.accounts().get(0);
        assertThat(account).isEqualTo(new NodeAccount("n1", NOW.minusSeconds(4), 10, 9, 0, 1, 0, 0, 0, List.of()));
        assertThat(account.generated()).isEqualTo(account.applied() + account.spooled() + account.dropped());
    }

    @Test
    void isCompleteUpToTheLastStoredRecordWhileTheSpoolHoldsSome() {
        says("n1", NOW.minusSeconds(4), records(100, 60, 40, 0));
        applied("n1", 1, 50, 0, 0, NOW.minusSeconds(900));
        applied("n1", 2, 20, 1, 0, NOW.minusSeconds(300));
        NodeAccount account = completeness.accounts().get(0);
        assertThat(account.completeUpTo()).isEqualTo(NOW.minusSeconds(300));
        assertThat(account.spooled()).as("11 came since").isEqualTo(29);
        assertThat(account.generated())
                .isEqualTo(account.applied() + account.damaged() + account.spooled() + account.dropped());
    }

    @Test
    void addsUpGapsLargerThanANumberHolds() {
        says("n1", NOW, records(0, 0, 0, 0));
        applied("n1", 1, 0, 0, Long.MAX_VALUE, NOW);
        applied("n1", 2, 0, Long.MAX_VALUE, 0, NOW);
        applied("n1", 3, 0, 0, Long.MAX_VALUE, NOW);
        assertThat(completeness.accounts().get(0).missing()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isAsCompleteAsTheNodeThatIsFarthestBehind() {
        says("n1", NOW, records(0, 0, 0, 0));
        says("n2", NOW, records(5, 3, 2, 0));
        applied("n2", 1, 3, 0, 0, NOW.minusSeconds(3600));
        assertThat(completeness.completeUpTo()).isEqualTo(NOW.minusSeconds(3600));
    }

    @Test
    void doesNotGoBackForARecordUnderWay() {
        says("n1", NOW.minusSeconds(5), records(9, 9, 0, 0));
        applied("n1", 1, 9, 0, 0, NOW.minusSeconds(3600));
        assertThat(completeness.completeUpTo()).isEqualTo(NOW.minusSeconds(5));
        nodes.clear();
        says("n1", NOW, records(10, 9, 1, 0));
        assertThat(completeness.completeUpTo()).isEqualTo(NOW.minusSeconds(5));
    }

    @Test
    void isNoLaterThanNowWhateverANodesClockSays() {
        says("n1", NOW.plusSeconds(3600), records(0, 0, 0, 0));
        assertThat(completeness.completeUpTo()).isEqualTo(NOW);
    }

    @Test
    void countsWhatANodeFreedAndTheDatabaseHasNot() {
        says("n1", NOW, records(100, 100, 0, 0));
        applied("n1", 1, 90, 0, 0, NOW);
        assertThat(completeness.accounts().get(0).lost()).isEqualTo(10);
    }

    @Test
    void takesANodeThatWasInstalledAnewByWhatItSays() {
        applied("n1", 1, 5_000, 0, 0, NOW.minusSeconds(99_999));
        says("n1", NOW.minusSeconds(1), records(7, 4, 3, 0));
        applied("n1", 1_700_000_000, 4, 0, 0, NOW.minusSeconds(10));
        NodeAccount account = completeness.accounts().get(0);
        assertThat(account.lost()).isZero();
        assertThat(account.spooled()).isEqualTo(3);
        assertThat(account.completeUpTo()).isEqualTo(NOW.minusSeconds(10));
    }

    @Test
    void leavesRemovedNodesOut() {
        says("n1", NOW.minusSeconds(3600), records(0, 0, 0, 0));
        Node node = nodes.remove(0);
        nodes.add(new Node(
                NodeStatus.REMOVED,
                Set.of(),
                node.heardAt(),
                node.member(),
                node.target(),
                node.lag(),
                node.rates(),
                node.state()));
        assertThat(completeness.completeUpTo()).isEqualTo(NOW);
    }

    private static NodeState.Records records(long generated, long freed, long spooled, long dropped) {
        return new NodeState.Records(generated, freed, spooled, dropped, spooled * 100);
    }

    private void says(String id, Instant at, NodeState.Records records) {
        NodeState state = new NodeState(
                id,
                1,
                1,
                at,
                "",
                "",
                "",
                true,
                Revision.NONE,
                "",
                Optional.empty(),
                0,
                records,
                NodeState.Membership.UNSAID,
                Revision.NONE,
                NodeState.Service.SERVING,
                NodeState.Traffic.NONE,
                Optional.empty(),
                "");
        nodes.add(new Node(
                NodeStatus.IN_SYNC,
                Set.of(),
                at,
                Member.unknown(id, at),
                Revision.NONE,
                Duration.ZERO,
                Rates.NONE,
                state));
    }

    private void applied(String node, long boot, long stored, long damaged, long missing, Instant reached) {
        database.execute(
                "INSERT INTO record_watermark (node, boot, next, stored, damaged, missing, reached) VALUES ('" + node
                        + "', " + boot + ", " + (stored + damaged + missing) + ", " + stored + ", " + damaged + ", "
                        + missing + ", '"
                        + reached + "')");
    }
}
