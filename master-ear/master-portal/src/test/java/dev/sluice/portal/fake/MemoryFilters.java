package dev.sluice.portal.fake;

import dev.sluice.master.filter.SavedFilter;
import dev.sluice.master.filter.SavedFilters;
import java.util.ArrayList;
import java.util.List;

/** Saved filters in memory. */
public final class MemoryFilters extends SavedFilters {
    private final List<SavedFilter> filters = new ArrayList<>();

    @Override
    public List<SavedFilter> of(String account) {
        return filters.stream()
                .filter(filter -> filter.shared() || filter.owner().equals(account))
                .toList();
    }

    @Override
    public boolean add(SavedFilter filter, String by) {
        return !has(filter.owner(), filter.name()) && filters.add(filter);
    }

    @Override
    public boolean rename(SavedFilter filter, String name, String by) {
        return !has(filter.owner(), name)
                && filters.remove(filter)
                && filters.add(new SavedFilter(filter.owner(), name, filter.query()));
    }

    @Override
    public boolean delete(SavedFilter filter, String by) {
        return filters.remove(filter);
    }

    private boolean has(String owner, String name) {
        return filters.stream()
                .anyMatch(
                        filter -> filter.owner().equals(owner) && filter.name().equals(name));
    }
}
