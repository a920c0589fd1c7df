package dev.sluice.master.policy;

import dev.sluice.jms.PolicyCodec;
import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What a save changed in the draft, for the audit: one event for each rule, category, schedule and user that differs. */
final class DraftChanges {
    /** Of more changes in one save only the sums are told. */
    static final int MOST = 50;

    /** Of so many domains that came or went the names are told. */
    static final int DOMAINS = 200;

    private static final Action ALLOW = new Action.Allow();

    private final String by;
    private final List<Change> changes = new ArrayList<>();

    private DraftChanges(String by) {
        this.by = by;
    }

    /** Writes them, within the transaction that saves the draft; returns how many. */
    static int write(Connection connection, Instant at, String by, PolicyBundle before, PolicyBundle after)
            throws SQLException {
        List<Change> changes = between(by, before, after);
        for (Change change : changes) {
            AuditLog.add(connection, at, change);
        }
        return changes.size();
    }

    static List<Change> between(String by, PolicyBundle before, PolicyBundle after) {
        DraftChanges found = new DraftChanges(by);
        found.compare("rule", before.rules(), after.rules(), Rule::id, (rule, other) -> json(rule));
        found.compareOrder(ids(before), ids(after));
        found.compare("category", before.categories(), after.categories(), Category::name, DraftChanges::json);
        found.compare(
                "schedule", before.schedules(), after.schedules(), Schedule::name, (schedule, other) -> json(schedule));
        found.compare("user", before.users(), after.users(), User::name, DraftChanges::json);
        if (!before.defaultAction().equals(after.defaultAction())) {
            found.add("default", "change", "default", json(before.defaultAction()), json(after.defaultAction()));
        }
        if (!before.privacy().equals(after.privacy())) {
            found.changes.add(Change.of(by, "draft.privacy.change", "privacy")
                    .from(facts(before.privacy()))
                    .to(facts(after.privacy())));
        }
        return found.changes.size() <= MOST ? found.changes : List.of(found.sums(before, after));
    }

    /** @param json what to tell of an item, given what it was or became, or the item itself when there is none */
    private <T> void compare(
            String word, List<T> before, List<T> after, Function<T, String> name, BiFunction<T, T, String> json) {
        Map<String, T> old = new LinkedHashMap<>();
        before.forEach(item -> old.put(name.apply(item), item));
        for (T item : after) {
            T was = old.remove(name.apply(item));
            if (was == null) {
                add(word, "add", name.apply(item), "", json.apply(item, item));
            } else if (!was.equals(item)) {
                add(word, "change", name.apply(item), json.apply(was, item), json.apply(item, was));
            }
        }
        old.values().forEach(gone -> add(word, "delete", name.apply(gone), json.apply(gone, gone), ""));
    }

    private void compareOrder(List<String> before, List<String> after) {
        List<String> old = new ArrayList<>(before);
        List<String> now = new ArrayList<>(after);
        old.retainAll(new HashSet<>(after));
        now.retainAll(new HashSet<>(before));
        if (!old.equals(now)) {
            changes.add(Change.of(by, "draft.rule.move", "rules")
                    .from(Map.of("order", before))
                    .to(Map.of("order", after)));
        }
    }

    private static List<String> ids(PolicyBundle bundle) {
        return bundle.rules().stream().map(Rule::id).toList();
    }

    private void add(String word, String deed, String name, String before, String after) {
        changes.add(new Change(by, "draft." + word + "." + deed, name, before, after));
    }

    private Change sums(PolicyBundle before, PolicyBundle after) {
        Map<String, Object> now = new LinkedHashMap<>(sizes(after));
        now.put("changes", changes.size());
        return Change.of(by, "draft.replace", "draft").from(sizes(before)).to(now);
    }

    private static Map<String, Object> sizes(PolicyBundle bundle) {
        return Map.of(
                "rules", bundle.rules().size(),
                "categories", bundle.categories().size(),
                "schedules", bundle.schedules().size(),
                "users", bundle.users().size());
    }

    private static String json(Rule rule) {
        return first("rules", new PolicyBundle(List.of(rule), List.of(), List.of(), ALLOW));
    }

    private static String json(Schedule schedule) {
        return first("schedules", new PolicyBundle(List.of(), List.of(), List.of(schedule), ALLOW));
    }

    /** Never what tells the password, only whether it differs. */
    private static String json(User user, User other) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", user.name());
        facts.put("groups", user.groups());
        if (!user.password().equals(other.password())) {
            facts.put("password", "differs");
        }
        return Json.createObjectBuilder(facts).build().toString();
    }

    private static String json(Action action) {
        PolicyBundle bundle = new PolicyBundle(List.of(), List.of(), List.of(), action);
        try (JsonReader reader = Json.createReader(new StringReader(PolicyCodec.write(bundle)))) {
            return reader.readObject().getJsonObject("default").toString();
        }
    }

    private static Map<String, Object> facts(Privacy privacy) {
        Map<String, Object> facts = new LinkedHashMap<>();
        privacy.treatments().forEach((field, treatment) -> facts.put(field.word(), treatment.word()));
        return facts;
    }

    private static String first(String list, PolicyBundle bundle) {
        try (JsonReader reader = Json.createReader(new StringReader(PolicyCodec.write(bundle)))) {
            return reader.readObject().getJsonArray(list).get(0).toString();
        }
    }

    /** Lists are long, so of a category that changed only the domains are told that the other one has not. */
    private static String json(Category category, Category other) {
        Set<String> common = category == other ? Set.of() : new HashSet<>(other.domains());
        List<String> domains = category.domains().stream()
                .filter(domain -> !common.contains(domain))
                .toList();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", category.name());
        facts.put("size", category.domains().size());
        facts.put(
                category == other ? "domains" : "differing",
                domains.stream().limit(DOMAINS).toList());
        if (domains.size() > DOMAINS) {
            facts.put("notShown", domains.size() - DOMAINS);
        }
        return Json.createObjectBuilder(facts).build().toString();
    }
}
