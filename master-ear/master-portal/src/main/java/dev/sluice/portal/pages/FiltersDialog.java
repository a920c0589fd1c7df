package dev.sluice.portal.pages;

import dev.sluice.master.filter.SavedFilter;
import dev.sluice.master.filter.SavedFilters;
import dev.sluice.portal.record.FilterQuery;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/** The filters that are kept: to choose one, to keep what the page filters by, to rename and to delete. */
@Named("savedFilters")
@ViewScoped
public class FiltersDialog implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    transient SavedFilters filters;

    @Inject
    RecordsPage page;

    private transient List<Line> lines = List.of();
    private String name = "";
    private boolean shared;

    /** A filter, with the name that it is to get. */
    public static final class Line {
        private final SavedFilter filter;
        private String name;

        Line(SavedFilter filter) {
            this.filter = filter;
            this.name = filter.name();
        }

        public SavedFilter getFilter() {
            return filter;
        }

        public String getLink() {
            return RecordLink.to(filter.query());
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @PostConstruct
    void load() {
        lines = filters.of(Say.who()).stream().map(Line::new).toList();
    }

    public void save() {
        boolean saved = isName("name", name)
                && check(
                        "name",
                        name,
                        filters.add(new SavedFilter(shared ? "" : Say.who(), name.strip(), query()), Say.who()));
        if (saved) {
            Say.done("The filter is kept as “" + name.strip() + "”.");
            name = "";
        }
        load();
    }

    private String query() {
        return FilterQuery.of(page.getForm().filter());
    }

    public void rename(Line line) {
        if (isName("", line.getName())
                && check(
                        "",
                        line.getName(),
                        filters.rename(line.getFilter(), line.getName().strip(), Say.who()))) {
            Say.done("Renamed.");
        }
        load();
    }

    public void delete(Line line) {
        filters.delete(line.getFilter(), Say.who());
        load();
    }

    private static boolean isName(String field, String name) {
        boolean right = SavedFilter.NAME.matcher(name.strip()).matches();
        if (!right) {
            Say.at("keeping", field, "A name has " + SavedFilter.FORM + ".");
        }
        return right;
    }

    private static boolean check(String field, String name, boolean done) {
        if (!done) {
            Say.at(
                    "keeping",
                    field,
                    "There is a filter “" + name.strip() + "” already, or " + SavedFilters.MOST
                            + " in all; delete one first.");
        }
        return done;
    }

    /** What would be kept, for people. */
    public String getCurrent() {
        String query = query();
        return query.isEmpty()
                ? "all records"
                : String.join(
                        ", ",
                        FilterQuery.parameters(query).entrySet().stream()
                                .map(one -> one.getKey() + ": " + one.getValue())
                                .toList());
    }

    public List<Line> getLines() {
        return lines;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public boolean isShared() {
        return shared;
    }

    public void setShared(boolean shared) {
        this.shared = shared;
    }
}
