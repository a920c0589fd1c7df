package dev.sluice.portal.pages;

import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.portal.edit.PolicyEdits;
import dev.sluice.portal.edit.PolicyWords;
import jakarta.faces.model.SelectItem;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.primefaces.event.ReorderEvent;

/** The rules in order, and the dialog for one of them. */
@Named
@ViewScoped
public class RulesPage implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    DraftDesk desk;

    private transient List<RuleRow> rows = new ArrayList<>();
    private long shown;
    private transient RuleForm form = RuleForm.fresh(0);
    private transient ActionForm defaultForm = new ActionForm();
    private transient PrivacyForm privacyForm = new PrivacyForm(Privacy.STANDARD);

    /**
     * One line of the table.
     *
     * @param verb what the badge of the action says
     */
    public record RuleRow(
            String id,
            int number,
            String name,
            boolean enabled,
            List<String> conditions,
            String action,
            String verb,
            String message,
            boolean audit,
            boolean first,
            boolean last) {}

    /** Called before the table is rendered. */
    public void show() {
        shown = desk.version();
        List<Rule> rules = desk.bundle().rules();
        rows = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            rows.add(row(rules.get(i), i, rules.size()));
        }
    }

    private static RuleRow row(Rule rule, int index, int size) {
        return new RuleRow(
                rule.id(),
                index + 1,
                rule.name(),
                rule.enabled(),
                PolicyWords.conditions(rule),
                rule.action().word(),
                PolicyWords.verb(rule.action()),
                message(rule.action()),
                rule.audit(),
                index == 0,
                index == size - 1);
    }

    /** Called when something changed elsewhere: the table is rendered again only when the draft is another one than it shows. */
    public void refresh() {
        desk.refresh();
        if (desk.version() != shown) {
            Say.again("rules");
        }
    }

    public void create() {
        desk.refresh();
        form = RuleForm.fresh(desk.version());
    }

    public void edit(String id) {
        desk.refresh();
        desk.find(b -> PolicyEdits.rule(b, id)).ifPresent(rule -> form = RuleForm.of(rule, desk.version()));
    }

    public void save() {
        boolean saved = false;
        try {
            String done = "Rule “" + form.getName().strip() + "” is in the draft.";
            DraftDesk.Outcome outcome = desk.apply(form.version(), done, form::applyTo);
            saved = outcome == DraftDesk.Outcome.SAVED;
            if (outcome == DraftDesk.Outcome.STALE) {
                form.rebase(desk.version());
                Say.staleForm();
            }
        } catch (InvalidPolicyException e) {
            e.violations().forEach(this::showAtField);
        }
        Say.toScript("saved", saved);
    }

    private void showAtField(Violation violation) {
        Say.at("edit", form.fieldOf(violation.path()), violation.problem());
    }

    /** What a button of the table does. A rule that was disabled in the meantime is disabled again, not enabled. */
    public void act(String id, String deed) {
        switch (deed) {
            case "up" -> move(id, -1);
            case "down" -> move(id, 1);
            case "enable" -> change("Enabled.", b -> PolicyEdits.enableRule(b, id, true));
            case "disable" -> change("Disabled.", b -> PolicyEdits.enableRule(b, id, false));
            case "delete" -> change("Deleted from the draft.", b -> PolicyEdits.deleteRule(b, id));
            default -> throw new IllegalArgumentException("No button does this: " + deed);
        }
    }

    private void move(String id, int by) {
        change("Moved.", b -> PolicyEdits.moveRule(b, id, PolicyEdits.indexOf(b, id) + by));
    }

    /** A row was dragged; the table has moved it in {@link #getRows} already. */
    public void reordered(ReorderEvent event) {
        String id = rows.get(event.getToIndex()).id();
        change("Moved.", b -> PolicyEdits.moveRule(b, id, event.getToIndex()));
    }

    private void change(String done, UnaryOperator<PolicyBundle> edit) {
        if (desk.apply(done, edit) == DraftDesk.Outcome.STALE) {
            Say.stale();
        }
    }

    public void editDefault() {
        desk.refresh();
        defaultForm = new ActionForm();
        defaultForm.show(desk.bundle().defaultAction());
    }

    public void saveDefault() {
        Action action = defaultForm.toAction();
        DraftDesk.Outcome outcome =
                desk.apply("The default action is changed.", b -> PolicyEdits.defaultAction(b, action));
        if (outcome == DraftDesk.Outcome.STALE) {
            Say.staleForm();
        }
        Say.toScript("saved", outcome == DraftDesk.Outcome.SAVED);
    }

    public void editPrivacy() {
        desk.refresh();
        privacyForm = new PrivacyForm(desk.bundle().privacy());
    }

    public void savePrivacy() {
        Privacy privacy = privacyForm.toPrivacy();
        DraftDesk.Outcome outcome = desk.apply("What records say is changed.", b -> b.withPrivacy(privacy));
        if (outcome == DraftDesk.Outcome.STALE) {
            Say.staleForm();
        }
        Say.toScript("saved", outcome == DraftDesk.Outcome.SAVED);
    }

    /** What records say that does not go without saying, empty for nothing. */
    public String getPrivacy() {
        return PolicyWords.privacy(desk.bundle().privacy());
    }

    public PrivacyForm getPrivacyForm() {
        return privacyForm;
    }

    public List<RuleRow> getRows() {
        return rows;
    }

    public RuleRow getDefaultRow() {
        Action action = desk.bundle().defaultAction();
        return new RuleRow(
                "",
                0,
                "",
                true,
                List.of(),
                action.word(),
                PolicyWords.verb(action),
                message(action),
                false,
                false,
                false);
    }

    /** Where a new rule may go: the values are positions. */
    public List<SelectItem> getPlaces() {
        List<SelectItem> places = new ArrayList<>();
        places.add(new SelectItem("0", "First"));
        List<Rule> rules = desk.bundle().rules();
        for (int i = 0; i < rules.size(); i++) {
            String label =
                    i == rules.size() - 1 ? "Last" : "After " + rules.get(i).name();
            places.add(new SelectItem(String.valueOf(i + 1), label));
        }
        return places;
    }

    public List<String> getCategoryNames() {
        return desk.bundle().categories().stream().map(Category::name).toList();
    }

    public List<String> getScheduleNames() {
        return desk.bundle().schedules().stream().map(Schedule::name).toList();
    }

    /** Whether rules can be for some of them. */
    public boolean isWithUsers() {
        return !desk.bundle().users().isEmpty();
    }

    /** The groups that somebody is in, in the order of the alphabet. */
    public List<String> getUserGroupNames() {
        return desk.bundle().users().stream()
                .flatMap(user -> user.groups().stream())
                .distinct()
                .sorted()
                .toList();
    }

    public RuleForm getForm() {
        return form;
    }

    public ActionForm getDefaultForm() {
        return defaultForm;
    }

    private static String message(Action action) {
        return action instanceof Action.Block block ? block.message() : "";
    }
}
