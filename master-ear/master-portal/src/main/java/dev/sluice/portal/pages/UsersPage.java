package dev.sluice.portal.pages;

import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.Violation;
import dev.sluice.portal.edit.PolicyEdits;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/** The users of the draft, and the dialog for one of them. */
@Named
@ViewScoped
public class UsersPage implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    DraftDesk desk;

    private String wanted = "";
    private transient UserList list = new UserList(List.of(), 0);
    private transient UserForm form = UserForm.fresh(0);

    /** Shows those that are looked for. */
    @PostConstruct
    public void show() {
        list = UserList.of(desk.bundle(), wanted);
    }

    public void refresh() {
        desk.refresh();
        show();
    }

    public void create() {
        desk.refresh();
        form = UserForm.fresh(desk.version());
    }

    public void edit(String name) {
        desk.refresh();
        desk.find(b -> PolicyEdits.user(b, name)).ifPresent(u -> form = UserForm.of(u, desk.version()));
    }

    public void save() {
        List<UserForm.Mistake> mistakes = form.mistakes();
        mistakes.forEach(mistake -> Say.at("edit", mistake.field(), mistake.sentence()));
        boolean saved = mistakes.isEmpty() && saveForm();
        show();
        Say.toScript("saved", saved);
    }

    private boolean saveForm() {
        try {
            String done = "User “" + form.getName().strip() + "” is in the draft.";
            DraftDesk.Outcome outcome = desk.apply(form.version(), done, form::applyTo);
            if (outcome == DraftDesk.Outcome.STALE) {
                form.rebase(desk.version());
                Say.staleForm();
            }
            return outcome == DraftDesk.Outcome.SAVED;
        } catch (InvalidPolicyException e) {
            e.violations().forEach(this::showAtField);
            return false;
        }
    }

    private void showAtField(Violation violation) {
        Say.at("edit", form.fieldOf(violation.path()), violation.problem());
    }

    public void delete(String name) {
        if (desk.apply("Deleted from the draft.", b -> PolicyEdits.deleteUser(b, name)) == DraftDesk.Outcome.STALE) {
            Say.stale();
        }
        show();
    }

    public List<UserList.Row> getRows() {
        return list.rows();
    }

    /** How many others match. */
    public int getHidden() {
        return list.hidden();
    }

    public String getWanted() {
        return wanted;
    }

    public void setWanted(String wanted) {
        this.wanted = wanted;
    }

    public UserForm getForm() {
        return form;
    }
}
