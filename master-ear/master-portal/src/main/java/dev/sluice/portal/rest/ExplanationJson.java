package dev.sluice.portal.rest;

import dev.sluice.master.explain.RecordExplanation;
import dev.sluice.master.export.RecordValues;
import dev.sluice.policy.Explanation;
import dev.sluice.policy.Explanation.Step;
import dev.sluice.portal.record.ExplanationWords;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;

/** Why a record was decided so, as JSON. */
final class ExplanationJson {
    /** @param groupNow the group that the record's node is in now, empty for none */
    static JsonObject of(RecordExplanation explanation, String groupNow) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("finding", explanation.finding().name())
                .add("summary", ExplanationWords.summary(explanation))
                .add("unknown", Json.createArrayBuilder(ExplanationWords.unknown(explanation, groupNow)));
        JsonArrayBuilder rules = Json.createArrayBuilder();
        explanation.why().ifPresent(why -> {
            why.steps().forEach(step -> rules.add(rule(step)));
            json.add("default", byDefault(why));
        });
        return json.add("rules", rules)
                .add("record", RecordValues.json(explanation.stored()))
                .build();
    }

    private static JsonObjectBuilder byDefault(Explanation why) {
        return Json.createObjectBuilder()
                .add("action", why.defaultAction().word())
                .add("mayApply", why.mayBeDefault());
    }

    private static JsonObjectBuilder rule(Step step) {
        JsonArrayBuilder tests = Json.createArrayBuilder();
        ExplanationWords.answers(step)
                .forEach(answer -> tests.add(Json.createObjectBuilder()
                        .add("holds", word(answer.holds()))
                        .add("why", answer.words())));
        return Json.createObjectBuilder()
                .add("id", step.rule().id())
                .add("name", step.rule().name())
                .add("enabled", step.rule().enabled())
                .add("action", step.rule().action().word())
                .add("matches", word(step.matches()))
                .add("conditions", tests);
    }

    private static String word(Explanation.Holds holds) {
        return holds.name().toLowerCase(Locale.ROOT);
    }

    private ExplanationJson() {}
}
