package dev.sluice.portal.pages;

import dev.sluice.policy.model.Schedule;
import java.util.ArrayList;
import java.util.List;

/** One weekly window as typed. */
public class WindowForm {
    private List<String> days;
    private String from;
    private String to;

    WindowForm(Schedule.Window window) {
        days = new ArrayList<>(window.days());
        from = window.from();
        to = window.to();
    }

    Schedule.Window toWindow() {
        return new Schedule.Window(days, from.strip(), to.strip());
    }

    public List<String> getDays() {
        return days;
    }

    public void setDays(List<String> days) {
        this.days = new ArrayList<>(days);
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }
}
