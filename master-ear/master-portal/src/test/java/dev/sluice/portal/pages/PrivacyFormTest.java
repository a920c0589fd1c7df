package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrivacyFormTest {
    @Test
    void showsAndGivesBackEveryField() {
        Privacy privacy = new Privacy(Map.of(Field.CLIENT, Treatment.NETWORK, Field.QUERY, Treatment.HASH));
        PrivacyForm form = new PrivacyForm(privacy);

        assertThat(form.toPrivacy()).isEqualTo(privacy);
        assertThat(form.getLines()).hasSameSizeAs(Field.values());
        assertThat(form.getLines().get(0).isAddress()).isTrue();
        form.getLines().forEach(line -> line.setTreatment(Treatment.DROP));
        assertThat(form.toPrivacy().of(Field.HOST)).isEqualTo(Treatment.DROP);
    }
}
