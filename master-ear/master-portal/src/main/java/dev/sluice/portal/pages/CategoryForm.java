package dev.sluice.portal.pages;

import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.portal.edit.PolicyEdits;

/** A category as typed into the dialog. */
public class CategoryForm {
    private final String oldName;
    private long version;
    private String name = "";
    private String domains = "";

    private CategoryForm(String oldName, long version) {
        this.oldName = oldName;
        this.version = version;
    }

    static CategoryForm fresh(long version) {
        return new CategoryForm("", version);
    }

    static CategoryForm of(Category category, long version) {
        CategoryForm form = new CategoryForm(category.name(), version);
        form.name = category.name();
        form.domains = Lines.text(category.domains());
        return form;
    }

    PolicyBundle applyTo(PolicyBundle bundle) {
        Category category = new Category(name.strip(), Lines.values(domains));
        return oldName.isEmpty()
                ? PolicyEdits.addCategory(bundle, category)
                : PolicyEdits.replaceCategory(bundle, oldName, category);
    }

    /** The field that a violation's path is about, or empty. */
    String fieldOf(String path) {
        if (!path.startsWith("categories[")) {
            return "";
        }
        return path.contains("].domains") ? "domains" : "name";
    }

    void rebase(long newVersion) {
        version = newVersion;
    }

    long version() {
        return version;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getDomains() {
        return domains;
    }

    public void setDomains(String domains) {
        this.domains = domains;
    }
}
