package dev.sluice.portal.pages;

import dev.sluice.master.delivery.ReportSchedules;
import dev.sluice.master.delivery.ReportTerms;
import dev.sluice.master.delivery.ScheduledReport;
import dev.sluice.master.delivery.TermsException;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The reports that are made at set times: list, add, edit, remove, send now. */
@Named
@ViewScoped
public class ScheduledReportsPage implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm z", Locale.ENGLISH);

    @Inject
    transient ReportSchedules schedules;

    private transient List<Row> rows = List.of();
    private transient ReportForm form = new ReportForm();

    /**
     * One report.
     *
     * @param outcome of the last delivery
     */
    public record Row(
            long id,
            String name,
            String rhythm,
            String about,
            String to,
            String format,
            String nextDue,
            String outcome,
            boolean failing) {
        static Row of(ScheduledReport report, Instant now) {
            ReportTerms terms = report.terms();
            return new Row(
                    report.id(),
                    terms.name(),
                    terms.rhythm().word() + " at " + terms.at(),
                    terms.node().isEmpty() ? "all nodes" : terms.node(),
                    terms.recipients().isEmpty() ? "the master's folder" : String.join(", ", terms.recipients()),
                    terms.format().name(),
                    TIME.withZone(terms.zone()).format(report.nextDue()),
                    outcome(report, now),
                    !report.error().isEmpty());
        }

        private static String outcome(ScheduledReport report, Instant now) {
            if (!report.error().isEmpty()) {
                return "Failed " + report.attempts() + " times, is tried again: " + report.error();
            }
            if (report.asked()) {
                return "On its way";
            }
            return report.sentAt()
                    .map(at -> "Delivered " + Amounts.ago(Duration.between(at, now)))
                    .orElse("Not yet delivered");
        }
    }

    /** Shows what is known now. */
    @PostConstruct
    public void show() {
        Instant now = Instant.now();
        rows = schedules.all().stream().map(report -> Row.of(report, now)).toList();
    }

    /** Called every few seconds. */
    public void refresh() {
        show();
    }

    /** Begins a new one. */
    public void begin() {
        form = new ReportForm();
    }

    /** Opens one, or says that it is gone. */
    public void edit(long id) {
        boolean found = open(id);
        if (!found) {
            sayGone();
            show();
            Say.again("reports");
        }
        Say.toScript("found", found);
    }

    /** @return whether it is there */
    boolean open(long id) {
        Optional<ScheduledReport> known =
                schedules.all().stream().filter(report -> report.id() == id).findFirst();
        known.ifPresent(report -> form = ReportForm.of(report));
        return known.isPresent();
    }

    public void save() {
        boolean saved = false;
        try {
            ReportTerms terms = form.terms();
            if (form.isNew()) {
                schedules.add(terms, Say.who());
                saved = true;
            } else {
                saved = schedules.change(form.getId(), terms, Say.who());
                if (!saved) {
                    sayGone();
                }
            }
        } catch (TermsException e) {
            Say.at("editing", e.field(), e.fix());
        }
        Say.toScript("saved", saved);
        show();
    }

    public void remove(long id) {
        said(schedules.remove(id, Say.who()), "The report is removed.");
    }

    public void send(long id) {
        said(schedules.sendNow(id, Say.who()), "The report is made and delivered now; the list shows how that went.");
    }

    private void said(boolean done, String sentence) {
        if (done) {
            Say.done(sentence);
        } else {
            sayGone();
        }
        show();
    }

    private static void sayGone() {
        Say.error("Somebody else has removed it.");
    }

    public List<Row> getRows() {
        return rows;
    }

    public ReportForm getForm() {
        return form;
    }
}
