package dev.sluice.portal.pages;

import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.edit.PolicyEdits;
import dev.sluice.portal.edit.PolicyWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule as typed into the dialog. A form shows one condition of each kind; a rule made over the API may have more, and
 * those are kept as they are.
 */
public class RuleForm extends ActionForm {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT");
    private static final Pattern PATH = Pattern.compile("rules\\[\\d+]\\.?(?:(conditions)\\[(\\d+)]|(\\w*)).*");

    private final String id;
    private long version;
    private final List<Condition> kept = new ArrayList<>();
    private String name = "";
    private String place = "0";
    private boolean enabled = true;
    private boolean audit;
    private String networks = "";
    private String hosts = "";
    private List<String> categories = new ArrayList<>();
    private List<String> methods = new ArrayList<>();
    private List<String> schedules = new ArrayList<>();
    private String nodeGroups = "";
    private String users = "";
    private List<String> userGroups = new ArrayList<>();

    private RuleForm(String id, long version) {
        this.id = id;
        this.version = version;
    }

    /** For a new rule. */
    static RuleForm fresh(long version) {
        return new RuleForm("", version);
    }

    static RuleForm of(Rule rule, long version) {
        RuleForm form = new RuleForm(rule.id(), version);
        form.name = rule.name();
        form.enabled = rule.enabled();
        form.audit = rule.audit();
        form.show(rule.action());
        rule.conditions().forEach(form::show);
        return form;
    }

    /** What was typed is now meant for a newer draft. */
    void rebase(long newVersion) {
        version = newVersion;
    }

    private void show(Condition condition) {
        if (condition instanceof Condition.ClientNetwork c && networks.isEmpty()) {
            networks = Lines.text(c.networks());
        } else if (condition instanceof Condition.Host c && hosts.isEmpty()) {
            hosts = Lines.text(c.hosts());
        } else if (condition instanceof Condition.InCategory c && categories.isEmpty()) {
            categories = new ArrayList<>(c.categories());
        } else if (condition instanceof Condition.Method c && methods.isEmpty()) {
            methods = new ArrayList<>(c.methods());
        } else if (condition instanceof Condition.InSchedule c && schedules.isEmpty()) {
            schedules = new ArrayList<>(c.schedules());
        } else if (condition instanceof Condition.InNodeGroup c && nodeGroups.isEmpty()) {
            nodeGroups = String.join(", ", c.groups());
        } else if (condition instanceof Condition.IsUser c && users.isEmpty()) {
            users = Lines.text(c.users());
        } else if (condition instanceof Condition.InUserGroup c && userGroups.isEmpty()) {
            userGroups = new ArrayList<>(c.groups());
        } else {
            kept.add(condition);
        }
    }

    /** The edit that this form asks for. */
    PolicyBundle applyTo(PolicyBundle bundle) {
        List<Condition> conditions = new ArrayList<>(conditionsByField().values());
        conditions.addAll(kept);
        Rule rule = new Rule(id, name.strip(), enabled, conditions, toAction(), audit);
        return isFresh()
                ? PolicyEdits.addRule(bundle, rule, Integer.parseInt(place))
                : PolicyEdits.replaceRule(bundle, id, rule);
    }

    /** The field of the dialog that a violation's path is about, or empty when it is about no single one. */
    String fieldOf(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return "";
        }
        if (matcher.group(1) != null) {
            List<String> fields = List.copyOf(conditionsByField().keySet());
            int index = Integer.parseInt(matcher.group(2));
            return index < fields.size() ? fields.get(index) : "";
        }
        return switch (matcher.group(3)) {
            case "name", "id" -> "name";
            case "action" -> path.endsWith(".message") ? "message" : "action";
            default -> "";
        };
    }

    private Map<String, Condition> conditionsByField() {
        Map<String, Condition> conditions = new LinkedHashMap<>();
        if (!Lines.values(networks).isEmpty()) {
            conditions.put("networks", new Condition.ClientNetwork(Lines.values(networks)));
        }
        if (!Lines.values(hosts).isEmpty()) {
            conditions.put("hosts", new Condition.Host(Lines.values(hosts)));
        }
        if (!categories.isEmpty()) {
            conditions.put("categories", new Condition.InCategory(categories));
        }
        if (!methods.isEmpty()) {
            conditions.put("methods", new Condition.Method(methods));
        }
        if (!schedules.isEmpty()) {
            conditions.put("schedules", new Condition.InSchedule(schedules));
        }
        if (!Lines.values(nodeGroups).isEmpty()) {
            conditions.put("nodeGroups", new Condition.InNodeGroup(Lines.values(nodeGroups)));
        }
        if (!Lines.values(users).isEmpty()) {
            conditions.put("users", new Condition.IsUser(Lines.values(users)));
        }
        if (!userGroups.isEmpty()) {
            conditions.put("userGroups", new Condition.InUserGroup(userGroups));
        }
        return conditions;
    }

    String id() {
        return id;
    }

    long version() {
        return version;
    }

    public boolean isFresh() {
        return id.isEmpty();
    }

    /** The usual methods, and those that the rule names besides. */
    public List<String> getMethodChoices() {
        Set<String> choices = new LinkedHashSet<>(METHODS);
        choices.addAll(methods);
        return List.copyOf(choices);
    }

    /** The conditions that the form has no field for. */
    public String getKeptInWords() {
        return String.join(", and ", kept.stream().map(PolicyWords::condition).toList());
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPlace() {
        return place;
    }

    public void setPlace(String place) {
        this.place = place;
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public boolean isAudit() {
        return audit;
    }

    public void setAudit(boolean audit) {
        this.audit = audit;
    }

    public String getNetworks() {
        return networks;
    }

    public void setNetworks(String networks) {
        this.networks = networks;
    }

    public String getHosts() {
        return hosts;
    }

    public void setHosts(String hosts) {
        this.hosts = hosts;
    }

    public List<String> getCategories() {
        return categories;
    }

    public void setCategories(List<String> categories) {
        this.categories = new ArrayList<>(categories);
    }

    public List<String> getMethods() {
        return methods;
    }

    public void setMethods(List<String> methods) {
        this.methods = new ArrayList<>(methods);
    }

    public List<String> getSchedules() {
        return schedules;
    }

    public void setSchedules(List<String> schedules) {
        this.schedules = new ArrayList<>(schedules);
    }

    public String getNodeGroups() {
        return nodeGroups;
    }

    public void setNodeGroups(String nodeGroups) {
        this.nodeGroups = nodeGroups;
    }

    public String getUsers() {
        return users;
    }

    public void setUsers(String users) {
        this.users = users;
    }

    public List<String> getUserGroups() {
        return userGroups;
    }

    public void setUserGroups(List<String> userGroups) {
        this.userGroups = new ArrayList<>(userGroups);
    }
}
