package dev.sluice.policy;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes policies and asks them in few words. Its rules block; what no rule blocks is allowed. */
final class Policy {
    static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");

    private final List<Rule> rules = new ArrayList<>();
    private final List<Category> categories = new ArrayList<>();
    private final List<Schedule> schedules = new ArrayList<>();
    private final List<User> users = new ArrayList<>();

    /** Of "password". */
    static final String PASSWORD =
            "pbkdf2-sha256:10000:MDEyMzQ1Njc4OWFiY2RlZg==:0YdT6cDcX5qiDagy0ie+FrM2RN8V8MC0buKrDrj+aAU=";

    static Policy empty() {
        return new Policy();
    }

    Policy block(String id, Condition... conditions) {
        rules.add(new Rule(id, id, true, List.of(conditions), new Action.Block(id)));
        return this;
    }

    Policy allow(String id, Condition... conditions) {
        rules.add(new Rule(id, id, true, List.of(conditions), new Action.Allow()));
        return this;
    }

    Policy audit(String id, Condition... conditions) {
        rules.add(new Rule(id, id, true, List.of(conditions), new Action.Block(id), true));
        return this;
    }

    Policy disabled(String id, Condition... conditions) {
        rules.add(new Rule(id, id, false, List.of(conditions), new Action.Block(id)));
        return this;
    }

    Policy authenticate(String id, Condition... conditions) {
        rules.add(new Rule(id, id, true, List.of(conditions), new Action.Authenticate()));
        return this;
    }

    Policy user(String name, String... groups) {
        users.add(new User(name, List.of(groups), PASSWORD));
        return this;
    }

    Policy category(String name, String... domains) {
        categories.add(new Category(name, List.of(domains)));
        return this;
    }

    Policy schedule(String name, String zone, Schedule.Window... windows) {
        schedules.add(new Schedule(name, zone, List.of(windows)));
        return this;
    }

    static Schedule.Window window(String days, String from, String to) {
        return new Schedule.Window(days.isEmpty() ? List.of() : Arrays.asList(days.split(" ")), from, to);
    }

    static Condition hosts(String... hosts) {
        return new Condition.Host(List.of(hosts));
    }

    static Condition networks(String... networks) {
        return new Condition.ClientNetwork(List.of(networks));
    }

    static Condition categories(String... categories) {
        return new Condition.InCategory(List.of(categories));
    }

    static Condition methods(String... methods) {
        return new Condition.Method(List.of(methods));
    }

    static Condition nodeGroups(String... groups) {
        return new Condition.InNodeGroup(List.of(groups));
    }

    static Condition users(String... users) {
        return new Condition.IsUser(List.of(users));
    }

    static Condition userGroups(String... groups) {
        return new Condition.InUserGroup(List.of(groups));
    }

    static Condition schedules(String... schedules) {
        return new Condition.InSchedule(List.of(schedules));
    }

    PolicyBundle bundle() {
        return new PolicyBundle(rules, categories, schedules, new Action.Allow()).withUsers(users);
    }

    CompiledPolicy compile() throws InvalidPolicyException {
        return new PolicyCompiler().compile(bundle(), new Revision(1, 1));
    }

    String hash() throws InvalidPolicyException {
        return compile().hash();
    }

    static ExchangeFacts get(String client, String host) {
        return facts(client, "GET", host);
    }

    static ExchangeFacts facts(String client, String method, String host) {
        return facts(client, "", method, host);
    }

    static ExchangeFacts facts(String client, String user, String method, String host) {
        return new ExchangeFacts(address(client), user, method, "http", host, 80, "/");
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
