package dev.sluice.master.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private final Changes changes = new Changes();
    private final List<Changes.Topic> heard = new ArrayList<>();

    @Test
    void tellsEachListenerUntilItLeaves() {
        Consumer<Changes.Topic> listener = heard::add;
        Changes.Subscription first = changes.subscribe(listener);
        changes.subscribe(listener);
        changes.announce(Changes.Topic.NODES);
        first.close();
        first.close();
        changes.announce(Changes.Topic.POLICY);
        assertThat(heard).containsExactly(Changes.Topic.NODES, Changes.Topic.NODES, Changes.Topic.POLICY);
    }

    @Test
    void tellsTheOthersWhenOneFails() {
        for (int i = 0; i < 10; i++) {
            changes.subscribe(topic -> {
                throw new IllegalStateException("closed page");
            });
            changes.subscribe(heard::add);
        }
        changes.announce(Changes.Topic.RECORDS);
        assertThat(heard).hasSize(10);
    }
}
