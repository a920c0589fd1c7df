package dev.sluice.portal.pages;

import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Schedule;
import dev.sluice.portal.edit.PolicyEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A schedule as typed into the dialog. */
public class ScheduleForm {
    private static final Pattern PATH = Pattern.compile("schedules\\[\\d+]\\.?(?:windows\\[(\\d+)]\\.?)?(\\w*).*");

    private final String oldName;
    private long version;
    private String name = "";
    private String zone;
    private final List<WindowForm> windows = new ArrayList<>();

    private ScheduleForm(String oldName, String zone, long version) {
        this.oldName = oldName;
        this.zone = zone;
        this.version = version;
    }

    /** For a new schedule: one window on working days. */
    static ScheduleForm fresh(String zone, long version) {
        ScheduleForm form = new ScheduleForm("", zone, version);
        form.addWindow();
        return form;
    }

    static ScheduleForm of(Schedule schedule, long version) {
        ScheduleForm form = new ScheduleForm(schedule.name(), schedule.zone(), version);
        form.name = schedule.name();
        schedule.windows().forEach(w -> form.windows.add(new WindowForm(w)));
        return form;
    }

    PolicyBundle applyTo(PolicyBundle bundle) {
        Schedule schedule = new Schedule(
                name.strip(),
                zone.strip(),
                windows.stream().map(WindowForm::toWindow).toList());
        return oldName.isEmpty()
                ? PolicyEdits.addSchedule(bundle, schedule)
                : PolicyEdits.replaceSchedule(bundle, oldName, schedule);
    }

    /** The field that a violation's path is about ({@code window:1:from} for one of a window), or empty. */
    String fieldOf(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return "";
        }
        String part = matcher.group(2);
        if (matcher.group(1) != null) {
            return "window:" + matcher.group(1) + ":" + (part.isEmpty() ? "from" : part);
        }
        return part.equals("zone") ? "zone" : part.equals("windows") ? "" : "name";
    }

    void addWindow() {
        windows.add(new WindowForm(new Schedule.Window(List.of("MON", "TUE", "WED", "THU", "FRI"), "08:00", "17:00")));
    }

    void removeWindow(int index) {
        windows.remove(index);
    }

    void rebase(long newVersion) {
        version = newVersion;
    }

    long version() {
        return version;
    }

    public List<WindowForm> getWindows() {
        return windows;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getZone() {
        return zone;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }
}
