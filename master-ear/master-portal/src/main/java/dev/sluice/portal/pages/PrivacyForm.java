package dev.sluice.portal.pages;

import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What becomes of each personal field of access records. */
public class PrivacyForm {
    private final List<Line> lines;

    /** One field and the choice for it. */
    public static class Line {
        private final Field field;
        private Treatment treatment;

        Line(Field field, Treatment treatment) {
            this.field = field;
            this.treatment = treatment;
        }

        public String getLabel() {
            return switch (field) {
                case CLIENT -> "Client address";
                case USER -> "User";
                case HOST -> "Host";
                case PATH -> "Path";
                case QUERY -> "Query string";
                case USER_AGENT -> "User agent";
                case UPSTREAM -> "Address of the origin";
            };
        }

        public boolean isAddress() {
            return field == Field.CLIENT;
        }

        public Treatment getTreatment() {
            return treatment;
        }

        public void setTreatment(Treatment treatment) {
            this.treatment = treatment;
        }
    }

    PrivacyForm(Privacy privacy) {
        lines = Arrays.stream(Field.values())
                .map(field -> new Line(field, privacy.of(field)))
                .toList();
    }

    Privacy toPrivacy() {
        Map<Field, Treatment> treatments = new EnumMap<>(Field.class);
        lines.forEach(line -> treatments.put(line.field, line.treatment));
        return new Privacy(treatments);
    }

    public List<Line> getLines() {
        return lines;
    }
}
