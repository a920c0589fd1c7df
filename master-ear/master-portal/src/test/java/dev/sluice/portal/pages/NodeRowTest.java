package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.ClockReading;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.jms.Protocol;
import dev.sluice.master.member.Member;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.Rates;
import dev.sluice.master.node.Warning;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NodeRowTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String HASH = "0123456789abcdef";

    @Test
    void saysWhatTheNodeDoesNow() {
        NodeRow row = row(NodeStatus.IN_SYNC, Service.SERVING, 5);

        assertThat(row.getRate()).isEqualTo("12");
        assertThat(row.getRunning()).isEqualTo("3");
        assertThat(row.getTunnels()).isEqualTo("2");
        assertThat(row.getSpooled()).isEqualTo("1,234");
        assertThat(row.getReadiness()).isEqualTo("takes traffic");
        assertThat(row.getHash()).isEqualTo("01234567");
        assertThat(row.getFullHash()).isEqualTo(HASH);
        assertThat(row.getHeardAgo()).isEqualTo("3 s ago");
    }

    @ParameterizedTest
    @CsvSource({
        "5, ''",
        "4, 1 revision behind for 1 min",
        "2, 3 revisions behind for 1 min",
        "7, ahead of revision 5",
    })
    void saysHowFarItIsBehindTheHead(long active, String words) {
        assertThat(row(NodeStatus.PENDING, Service.SERVING, active).getLag()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"PT0.0002S, in step", "PT0.012S, 12 ms behind", "PT-3.2S, 3.2 s ahead"})
    void saysHowItsClockIsOff(Duration offset, String words) {
        assertThat(NodeRow.clock(new ClockReading(offset, Duration.ofMillis(2))))
                .isEqualTo(words);
    }

    @Test
    void hasASentenceForEachWarning() {
        assertThat(row(NodeStatus.IN_SYNC, Service.SERVING, 5).getWarnings())
                .containsExactly(
                        "Its clock is 40.0 s behind.",
                        "Runs version 0.1.0, the master 0.2.0.",
                        "Its certificate was not renewed.",
                        "The disk is full.");
    }

    @Test
    void saysWhenTheCertificateEnds() {
        assertThat(row(NodeStatus.IN_SYNC, Service.SERVING, 5).getCertificate()).isEqualTo("in 2 d");
    }

    @ParameterizedTest
    @CsvSource({
        "IN_SYNC, SERVING, true, false, false",
        "STALE, SERVING, true, false, false",
        "DRAINING, DRAINING, false, true, false",
        "DRAINED, DRAINED, false, true, false",
        "OFFLINE, SERVING, false, false, false",
        "OFFLINE, DRAINED, false, false, false",
        "REMOVED, SERVING, false, false, true"
    })
    void offersWhatCanBeDone(NodeStatus status, Service service, boolean drain, boolean resume, boolean readmit) {
        NodeRow row = row(status, service, 5);

        assertThat(row.isDrainable()).isEqualTo(drain);
        assertThat(row.isResumable()).isEqualTo(resume);
        assertThat(row.isRemoved()).isEqualTo(readmit);
    }

    @ParameterizedTest
    @EnumSource(NodeStatus.class)
    void hasAWordAColourAndAMeaningForEachStatus(NodeStatus status) {
        StatusWords words = StatusWords.of(status);

        assertThat(words.word()).isEqualToIgnoringCase(status.name().replace('_', ' '));
        assertThat(words.style()).isIn("ok", "wait", "bad", "off");
        assertThat(words.meaning()).endsWith(".");
    }

    private static NodeRow row(NodeStatus status, Service service, long active) {
        NodeState state = new NodeState(
                "slave-1",
                1,
                7,
                NOW,
                "0.1.0",
                "127.0.0.1:8081",
                "http://127.0.0.1:9081",
                true,
                new Revision(1, active),
                HASH,
                Optional.empty(),
                42,
                new NodeState.Records(50, 40, 1_234, 0, 4096),
                new NodeState.Membership(Protocol.CURRENT, "k", "", 1, Optional.of(NOW.plus(Duration.ofDays(2)))),
                new Revision(1, active),
                service,
                new NodeState.Traffic(3, 2, 0, 0, 0, 0),
                Optional.of(new ClockReading(Duration.ofSeconds(40), Duration.ofMillis(4))),
                "The disk is full.");
        Node node = new Node(
                status,
                Set.of(Warning.values()),
                NOW.minusSeconds(3),
                Member.unknown("slave-1", NOW),
                new Revision(1, 5),
                Duration.ofSeconds(70),
                new Rates(12.4, 0, 0, Duration.ZERO),
                state);
        return new NodeRow(node, "0.2.0", NOW);
    }
}
