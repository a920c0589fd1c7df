package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AsadminTest {
    @Test
    void tellsWhatTheServerRefused() {
        assertThat(Asadmin.failures(List.of(
                        "Application deployed with name artemis-ra.",
                        "remote failure: Error occurred during deployment: no ejb.",
                        "Command deploy failed.")))
                .containsExactly("remote failure: Error occurred during deployment: no ejb.");
    }

    @Test
    void doesNotMindWhatAnEarlierAttemptHasMade() {
        assertThat(Asadmin.failures(List.of(
                        "remote failure: Resource adapter config artemis-ra already exists.",
                        "Command create-resource-adapter-config failed.")))
                .isEmpty();
    }
}
