package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionMessageTest {
    @Test
    void tellsTheEpochThatTheBrokerHasSeen() {
        String answer = "AMQ219015: " + new AdmissionMessage(4, Map.of()).tooLate(5) + " (cause)";
        assertThat(AdmissionMessage.seenEpoch(answer)).hasValue(5);
        assertThat(AdmissionMessage.seenEpoch("the broker is away")).isEmpty();
        assertThat(AdmissionMessage.seenEpoch("epoch 99999999999999999999 has been seen"))
                .isEmpty();
    }
}
