package dev.sluice.portal.pages;

import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.Category;
import dev.sluice.portal.edit.PolicyEdits;
import dev.sluice.portal.edit.Uses;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/** The categories of the draft, and the dialog for one of them. */
@Named
@ViewScoped
public class CategoriesPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int SAMPLED = 3;

    @Inject
    DraftDesk desk;

    private transient List<CategoryRow> rows = List.of();
    private transient CategoryForm form = CategoryForm.fresh(0);

    /** One line of the table. */
    public record CategoryRow(String name, String sample, String count, String usedBy) {}

    @PostConstruct
    void show() {
        rows = desk.bundle().categories().stream().map(this::row).toList();
    }

    private CategoryRow row(Category category) {
        List<String> domains = category.domains();
        int rest = Math.max(0, domains.size() - SAMPLED);
        String count = domains.isEmpty() ? "no domains" : rest == 0 ? "" : "and " + Amounts.count(rest) + " more";
        return new CategoryRow(
                category.name(),
                String.join(", ", domains.subList(0, domains.size() - rest)),
                count,
                String.join(", ", Uses.ofCategory(desk.bundle(), category.name())));
    }

    public void refresh() {
        desk.refresh();
        show();
    }

    public void create() {
        desk.refresh();
        form = CategoryForm.fresh(desk.version());
    }

    public void edit(String name) {
        desk.refresh();
        desk.find(b -> PolicyEdits.category(b, name)).ifPresent(c -> form = CategoryForm.of(c, desk.version()));
    }

    public void save() {
        boolean saved = false;
        try {
            String done = "Category “" + form.getName().strip() + "” is in the draft.";
            DraftDesk.Outcome outcome = desk.apply(form.version(), done, form::applyTo);
            saved = outcome == DraftDesk.Outcome.SAVED;
            if (outcome == DraftDesk.Outcome.STALE) {
                form.rebase(desk.version());
                Say.staleForm();
            }
        } catch (InvalidPolicyException e) {
            e.violations().forEach(this::showAtField);
        }
        show();
        Say.toScript("saved", saved);
    }

    private void showAtField(Violation violation) {
        Say.at("edit", form.fieldOf(violation.path()), violation.problem());
    }

    public void delete(String name) {
        if (desk.apply("Deleted from the draft.", b -> PolicyEdits.deleteCategory(b, name))
                == DraftDesk.Outcome.STALE) {
            Say.stale();
        }
        show();
    }

    public List<CategoryRow> getRows() {
        return rows;
    }

    public CategoryForm getForm() {
        return form;
    }
}
