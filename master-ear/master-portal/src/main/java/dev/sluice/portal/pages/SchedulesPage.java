package dev.sluice.portal.pages;

import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.Schedule;
import dev.sluice.portal.edit.PolicyEdits;
import dev.sluice.portal.edit.PolicyWords;
import dev.sluice.portal.edit.Uses;
import jakarta.annotation.PostConstruct;
import jakarta.faces.model.SelectItem;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;

/** The schedules of the draft, and the dialog for one of them. */
@Named
@ViewScoped
public class SchedulesPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final List<SelectItem> DAYS = List.of(
            new SelectItem("MON", "Mon"),
            new SelectItem("TUE", "Tue"),
            new SelectItem("WED", "Wed"),
            new SelectItem("THU", "Thu"),
            new SelectItem("FRI", "Fri"),
            new SelectItem("SAT", "Sat"),
            new SelectItem("SUN", "Sun"));

    @Inject
    DraftDesk desk;

    private transient List<ScheduleRow> rows = List.of();
    private transient ScheduleForm form = ScheduleForm.fresh("UTC", 0);

    /** One line of the table. */
    public record ScheduleRow(String name, String words, String usedBy) {}

    @PostConstruct
    void show() {
        rows = desk.bundle().schedules().stream().map(this::row).toList();
    }

    private ScheduleRow row(Schedule schedule) {
        return new ScheduleRow(
                schedule.name(),
                PolicyWords.schedule(schedule),
                String.join(", ", Uses.ofSchedule(desk.bundle(), schedule.name())));
    }

    public void refresh() {
        desk.refresh();
        show();
    }

    public void create() {
        desk.refresh();
        form = ScheduleForm.fresh(ZoneId.systemDefault().getId(), desk.version());
    }

    public void edit(String name) {
        desk.refresh();
        desk.find(b -> PolicyEdits.schedule(b, name)).ifPresent(s -> form = ScheduleForm.of(s, desk.version()));
    }

    public void addWindow() {
        form.addWindow();
    }

    public void removeWindow(int index) {
        form.removeWindow(index);
    }

    public void save() {
        boolean saved = false;
        try {
            String done = "Schedule “" + form.getName().strip() + "” is in the draft.";
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
        if (desk.apply("Deleted from the draft.", b -> PolicyEdits.deleteSchedule(b, name))
                == DraftDesk.Outcome.STALE) {
            Say.stale();
        }
        show();
    }

    public List<ScheduleRow> getRows() {
        return rows;
    }

    public ScheduleForm getForm() {
        return form;
    }

    public List<SelectItem> getDays() {
        return DAYS;
    }

    /** The names to choose a time zone from. */
    public List<String> getZones() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(z -> z.contains("/") && !z.startsWith("Etc/") && !z.startsWith("SystemV/"))
                .sorted()
                .toList();
    }
}
