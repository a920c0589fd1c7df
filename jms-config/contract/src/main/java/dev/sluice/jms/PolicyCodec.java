package dev.sluice.jms;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A policy bundle as JSON: on the wire, in REST, in the database and on the slave's disk. Stateless.
 *
 * <p>Reading is strict: a field, condition or action that is not known is refused, because a node that leaves out a
 * condition would enforce another policy than its author wrote. {@code enabled} (true), {@code audit} (false), {@code when},
 * {@code name}, {@code message}, {@code categories}, {@code schedules}, {@code users}, {@code groups} and {@code privacy} (empty) may be left out.
 */
public final class PolicyCodec {
    /** Longer texts are refused. */
    public static final int MAX_LENGTH = 32 * 1024 * 1024;

    private static final String CLIENT_NETWORK = "client-network";
    private static final String HOST = "host";
    private static final String CATEGORY = "category";
    private static final String METHOD = "method";
    private static final String NODE_GROUP = "node-group";
    private static final String SCHEDULE = "schedule";
    private static final String USER = "user";
    private static final String USER_GROUP = "user-group";
    private static final Set<String> CONDITIONS =
            Set.of(CLIENT_NETWORK, HOST, CATEGORY, METHOD, NODE_GROUP, SCHEDULE, USER, USER_GROUP);

    private static final String ALLOW = "allow";
    private static final String BLOCK = "block";
    private static final String AUTHENTICATE = "authenticate";
    private static final Set<String> ACTIONS = Set.of(ALLOW, AUTHENTICATE, BLOCK);

    public static String write(PolicyBundle bundle) {
        return JsonText.write(json -> write(bundle, json));
    }

    /** The version of {@link Protocol} that a reader must understand to read the bundle. */
    static int version(PolicyBundle bundle) {
        if (!bundle.users().isEmpty()) {
            return Protocol.USERS; // without any, no valid policy asks for one
        }
        if (!bundle.privacy().isStandard()) {
            return Protocol.PRIVACY;
        }
        if (bundle.rules().stream().anyMatch(Rule::audit)) {
            return Protocol.AUDIT;
        }
        boolean groups = bundle.rules().stream()
                .flatMap(rule -> rule.conditions().stream())
                .anyMatch(Condition.InNodeGroup.class::isInstance);
        return groups ? Protocol.SECTIONS : Protocol.WHOLE;
    }

    /** Reads a bundle. @throws MalformedMessageException naming the path of the field that is missing, unknown or of a wrong type */
    public static PolicyBundle read(String json) throws MalformedMessageException {
        return read(Fields.parse(json, MAX_LENGTH));
    }

    /** Writes the fields of a bundle into the object that is open. */
    static void write(PolicyBundle bundle, JsonGenerator json) {
        json.writeStartArray("rules");
        bundle.rules().forEach(rule -> write(rule, json));
        json.writeEnd().writeStartArray("categories");
        bundle.categories().forEach(category -> write(category, json));
        json.writeEnd().writeStartArray("schedules");
        bundle.schedules().forEach(schedule -> write(schedule, json));
        json.writeEnd();
        if (!bundle.users().isEmpty()) {
            json.writeStartArray("users");
            bundle.users().forEach(user -> write(user, json));
            json.writeEnd();
        }
        write("default", bundle.defaultAction(), json);
        if (!bundle.privacy().isStandard()) {
            PrivacyCodec.write("privacy", bundle.privacy(), json);
        }
    }

    private static void write(Rule rule, JsonGenerator json) {
        json.writeStartObject()
                .write("id", rule.id())
                .write("name", rule.name())
                .write("enabled", rule.enabled());
        json.writeStartArray("when");
        rule.conditions().forEach(condition -> write(condition, json));
        json.writeEnd();
        write("action", rule.action(), json);
        if (rule.audit()) {
            json.write("audit", true); // only then, so that older readers understand the other rules
        }
        json.writeEnd();
    }

    private static void write(Condition condition, JsonGenerator json) {
        json.writeStartObject();
        if (condition instanceof Condition.ClientNetwork c) {
            JsonText.write(CLIENT_NETWORK, c.networks(), json);
        } else if (condition instanceof Condition.Host c) {
            JsonText.write(HOST, c.hosts(), json);
        } else if (condition instanceof Condition.InCategory c) {
            JsonText.write(CATEGORY, c.categories(), json);
        } else if (condition instanceof Condition.Method c) {
            JsonText.write(METHOD, c.methods(), json);
        } else if (condition instanceof Condition.InNodeGroup c) {
            JsonText.write(NODE_GROUP, c.groups(), json);
        } else if (condition instanceof Condition.IsUser c) {
            JsonText.write(USER, c.users(), json);
        } else if (condition instanceof Condition.InUserGroup c) {
            JsonText.write(USER_GROUP, c.groups(), json);
        } else if (condition instanceof Condition.InSchedule c) {
            JsonText.write(SCHEDULE, c.schedules(), json);
        }
        json.writeEnd();
    }

    private static void write(String name, Action action, JsonGenerator json) {
        json.writeStartObject(name);
        if (action instanceof Action.Block block) {
            json.writeStartObject(BLOCK).write("message", block.message()).writeEnd();
        } else {
            json.writeStartObject(action.word()).writeEnd();
        }
        json.writeEnd();
    }

    private static void write(Category category, JsonGenerator json) {
        json.writeStartObject().write("name", category.name());
        JsonText.write("domains", category.domains(), json);
        json.writeEnd();
    }

    private static void write(User user, JsonGenerator json) {
        json.writeStartObject().write("name", user.name());
        JsonText.write("groups", user.groups(), json);
        json.write("password", user.password()).writeEnd();
    }

    private static void write(Schedule schedule, JsonGenerator json) {
        json.writeStartObject().write("name", schedule.name()).write("zone", schedule.zone());
        json.writeStartArray("windows");
        for (Schedule.Window window : schedule.windows()) {
            json.writeStartObject();
            JsonText.write("days", window.days(), json);
            json.write("from", window.from()).write("to", window.to()).writeEnd();
        }
        json.writeEnd().writeEnd();
    }

    static PolicyBundle read(Fields bundle) throws MalformedMessageException {
        bundle.only(Set.of("rules", "categories", "schedules", "users", "default", "privacy"));
        List<Rule> rules = new ArrayList<>();
        for (Fields rule : bundle.objects("rules")) {
            rules.add(readRule(rule.only(Set.of("id", "name", "enabled", "when", "action", "audit"))));
        }
        List<Category> categories = new ArrayList<>();
        for (Fields category : bundle.objectsOrNone("categories")) {
            category.only(Set.of("name", "domains"));
            categories.add(new Category(category.text("name"), category.texts("domains")));
        }
        List<Schedule> schedules = new ArrayList<>();
        for (Fields schedule : bundle.objectsOrNone("schedules")) {
            schedules.add(readSchedule(schedule.only(Set.of("name", "zone", "windows"))));
        }
        List<User> users = new ArrayList<>();
        for (Fields user : bundle.objectsOrNone("users")) {
            user.only(Set.of("name", "groups", "password"));
            users.add(new User(user.text("name"), user.textsOrNone("groups"), user.text("password")));
        }
        Optional<Fields> privacy = bundle.optionalObject("privacy");
        return new PolicyBundle(
                rules,
                categories,
                schedules,
                users,
                readAction(bundle.object("default")),
                privacy.isPresent() ? PrivacyCodec.read(privacy.get()) : Privacy.STANDARD);
    }

    private static Rule readRule(Fields rule) throws MalformedMessageException {
        List<Condition> conditions = new ArrayList<>();
        for (Fields condition : rule.objectsOrNone("when")) {
            conditions.add(readCondition(condition));
        }
        return new Rule(
                rule.text("id"),
                rule.textOr("name", ""),
                rule.flagOr("enabled", true),
                conditions,
                readAction(rule.object("action")),
                rule.flagOr("audit", false));
    }

    private static Condition readCondition(Fields condition) throws MalformedMessageException {
        String type = condition.onlyField("condition", CONDITIONS);
        List<String> values = condition.texts(type);
        return switch (type) {
            case CLIENT_NETWORK -> new Condition.ClientNetwork(values);
            case HOST -> new Condition.Host(values);
            case CATEGORY -> new Condition.InCategory(values);
            case METHOD -> new Condition.Method(values);
            case NODE_GROUP -> new Condition.InNodeGroup(values);
            case USER -> new Condition.IsUser(values);
            case USER_GROUP -> new Condition.InUserGroup(values);
            case SCHEDULE -> new Condition.InSchedule(values);
            default -> throw condition.bad(type, "unknown type of condition");
        };
    }

    private static Action readAction(Fields action) throws MalformedMessageException {
        String type = action.onlyField("action", ACTIONS);
        Fields body = action.object(type);
        if (type.equals(BLOCK)) {
            return new Action.Block(body.only(Set.of("message")).textOr("message", ""));
        }
        body.only(Set.of());
        return type.equals(ALLOW) ? new Action.Allow() : new Action.Authenticate();
    }

    private static Schedule readSchedule(Fields schedule) throws MalformedMessageException {
        List<Schedule.Window> windows = new ArrayList<>();
        for (Fields window : schedule.objects("windows")) {
            window.only(Set.of("days", "from", "to"));
            windows.add(new Schedule.Window(window.texts("days"), window.text("from"), window.text("to")));
        }
        return new Schedule(schedule.text("name"), schedule.text("zone"), windows);
    }

    private PolicyCodec() {}
}
