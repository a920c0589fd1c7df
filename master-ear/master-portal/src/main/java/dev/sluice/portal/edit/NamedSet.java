package dev.sluice.portal.edit;

import dev.sluice.portal.edit.RefusedEditException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A list whose items are unique by name, kept in the order they were added.
 *
 * @param word what an item is called in messages
 */
record NamedSet<T>(String word, Function<T, String> name) {
    T get(List<T> items, String wanted) {
        return items.get(indexOf(items, wanted));
    }

    List<T> add(List<T> items, T item) {
        refuseIfTaken(items, name.apply(item));
        List<T> more = new ArrayList<>(items);
        more.add(item);
        return more;
    }

    List<T> replace(List<T> items, String old, T item) {
        List<T> changed = new ArrayList<>(items);
        int index = indexOf(items, old);
        if (!name.apply(item).equals(old)) {
            refuseIfTaken(items, name.apply(item));
        }
        changed.set(index, item);
        return changed;
    }

    List<T> without(List<T> items, String gone) {
        List<T> fewer = new ArrayList<>(items);
        fewer.remove(indexOf(items, gone));
        return fewer;
    }

    private int indexOf(List<T> items, String wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (name.apply(items.get(i)).equals(wanted)) {
                return i;
            }
        }
        throw new RefusedEditException(
                Reason.UNKNOWN, "There is no " + word + " \"" + wanted + "\" in the draft; it may have been deleted.");
    }

    private void refuseIfTaken(List<T> items, String wanted) {
        if (items.stream().anyMatch(i -> name.apply(i).equals(wanted))) {
            throw new RefusedEditException(
                    Reason.TAKEN, "There is a " + word + " \"" + wanted + "\" already. Choose another name.");
        }
    }
}
