package dev.sluice.portal.rest;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.PolicyCodec;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A part of a policy as JSON. The contract's codec knows whole bundles; a part is read and written within a bundle that
 * holds nothing else, so that there is one form of it everywhere.
 */
final class PolicyJson {
    private static final Action ALLOW = new Action.Allow();
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    static JsonObject bundle(PolicyBundle bundle) {
        try (JsonReader reader = READERS.createReader(new StringReader(PolicyCodec.write(bundle)))) {
            return reader.readObject();
        }
    }

    static JsonArray rules(List<Rule> rules) {
        return bundle(new PolicyBundle(rules, List.of(), List.of(), ALLOW)).getJsonArray("rules");
    }

    static JsonArray categories(List<Category> categories) {
        return bundle(new PolicyBundle(List.of(), categories, List.of(), ALLOW)).getJsonArray("categories");
    }

    static JsonArray schedules(List<Schedule> schedules) {
        return bundle(new PolicyBundle(List.of(), List.of(), schedules, ALLOW)).getJsonArray("schedules");
    }

    static JsonObject rule(Rule rule) {
        return rules(List.of(rule)).getJsonObject(0);
    }

    static JsonObject category(Category category) {
        return categories(List.of(category)).getJsonObject(0);
    }

    static JsonObject schedule(Schedule schedule) {
        return schedules(List.of(schedule)).getJsonObject(0);
    }

    /** Without what tells the password. */
    static JsonObject user(User user) {
        return Json.createObjectBuilder()
                .add("name", user.name())
                .add("groups", Json.createArrayBuilder(user.groups()))
                .build();
    }

    static JsonObject action(Action action) {
        return bundle(new PolicyBundle(List.of(), List.of(), List.of(), action)).getJsonObject("default");
    }

    /** Without what goes without saying. */
    static JsonObject privacy(Privacy privacy) {
        JsonObject bundle = bundle(new PolicyBundle(List.of(), List.of(), List.of(), ALLOW).withPrivacy(privacy));
        return bundle.containsKey("privacy") ? bundle.getJsonObject("privacy") : JsonValue.EMPTY_JSON_OBJECT;
    }

    /**
     * Reads a rule.
     *
     * @param id the rule's id; one in the text must be the same
     */
    static Rule readRule(String json, String id) throws MalformedMessageException {
        JsonObject rule = object(json);
        if (rule.containsKey("id") && !rule.get("id").equals(Json.createValue(id))) {
            throw new ProblemException(
                    400, id.equals(NEW) ? "Leave the id out: it is made from the name." : "The id cannot be changed.");
        }
        JsonObjectBuilder named = Json.createObjectBuilder(rule).add("id", id);
        return readPart("rules", named.build()).rules().get(0);
    }

    /** Stands for the id of a rule that has none yet. */
    static final String NEW = "new";

    static Category readCategory(String json) throws MalformedMessageException {
        return readPart("categories", object(json)).categories().get(0);
    }

    static Schedule readSchedule(String json) throws MalformedMessageException {
        return readPart("schedules", object(json)).schedules().get(0);
    }

    static Privacy readPrivacy(String json) throws MalformedMessageException {
        JsonObject bundle = Json.createObjectBuilder()
                .add("rules", JsonValue.EMPTY_JSON_ARRAY)
                .add("default", action(ALLOW))
                .add("privacy", object(json))
                .build();
        return PolicyCodec.read(bundle.toString()).privacy();
    }

    static Action readAction(String json) throws MalformedMessageException {
        JsonObject bundle = Json.createObjectBuilder()
                .add("rules", JsonValue.EMPTY_JSON_ARRAY)
                .add("default", object(json))
                .build();
        return PolicyCodec.read(bundle.toString()).defaultAction();
    }

    /** A small body; an empty one counts as an object without fields. */
    static JsonObject object(String json) {
        if (json.isBlank()) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        try (JsonReader reader = READERS.createReader(new StringReader(json))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException | NumberFormatException | UnsupportedOperationException e) {
            throw new ProblemException(400, "The body is no JSON object: " + e.getMessage());
        }
    }

    private static PolicyBundle readPart(String list, JsonObject part) throws MalformedMessageException {
        JsonObjectBuilder bundle = Json.createObjectBuilder();
        if (!list.equals("rules")) {
            bundle.add("rules", JsonValue.EMPTY_JSON_ARRAY);
        }
        bundle.add(list, Json.createArrayBuilder().add(part)).add("default", action(ALLOW));
        try {
            return PolicyCodec.read(bundle.build().toString());
        } catch (MalformedMessageException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), "");
            throw new MalformedMessageException(
                    message.replace(list + "[0].", "").replace(list + "[0]", "it"), e);
        }
    }

    private PolicyJson() {}
}
