package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.node.NodeStatus;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.rest.ApiServer.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeActionsApiTest {
    private final ApiServer api = new ApiServer();

    @BeforeEach
    void addANode() {
        api.nodes.nodes.add(MemoryNodes.node("slave-1", NodeStatus.IN_SYNC, 1, Optional.empty()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void tellsTheNodeWhatTheCallerWants() throws Exception {
        assertThat(act("drain", "").status()).isEqualTo(202);
        assertThat(act("drain", "{\"deadline\":\"PT5M\"}").status()).isEqualTo(202);
        assertThat(act("resume", "").status()).isEqualTo(202);
        assertThat(act("resync", "").status()).isEqualTo(202);
        assertThat(act("group", "{\"group\":\"branch\"}").status()).isEqualTo(204);
        assertThat(act("remove", "").status()).isEqualTo(204);
        assertThat(act("readmit", "").status()).isEqualTo(204);
        assertThat(api.fleet.done)
                .containsExactly(
                        "admin drains slave-1 in PT1M",
                        "admin drains slave-1 in PT5M",
                        "admin resumes slave-1",
                        "admin resyncs slave-1",
                        "admin puts slave-1 into branch",
                        "admin removes slave-1",
                        "admin readmits slave-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "resume", "resync", "group", "remove", "readmit", "approve"})
    void knowsNoNodeThatIsNotThere(String deed) throws Exception {
        assertThat(api.call("POST", "nodes/slave-9/" + deed, "").status()).isEqualTo(404);
    }

    @Test
    void refusesADeadlineThatIsNoneOrTooLong() throws Exception {
        for (String deadline : List.of("\"soon\"", "\"P2D\"", "\"PT-1S\"", "60")) {
            Answer answer = act("drain", "{\"deadline\":" + deadline + "}");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().asJsonObject().getString("field")).isEqualTo("deadline");
        }
        assertThat(api.fleet.done).isEmpty();
    }

    private Answer act(String deed, String body) throws Exception {
        return api.call("POST", "nodes/slave-1/" + deed, body);
    }
}
