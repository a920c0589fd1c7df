package dev.sluice.portal.pages;

import dev.sluice.master.delivery.ReportTerms;
import dev.sluice.master.delivery.ScheduledReport;
import java.time.ZoneId;

/** The terms of a scheduled report as typed. */
public class ReportForm {
    /** 0 for a new one. */
    private long id;

    private String name = "";
    private String rhythm = "weekly";
    private String at = "06:00";
    private String zone = ZoneId.systemDefault().getId();
    private String node = "";
    private String format = "pdf";
    private String recipients = "";

    static ReportForm of(ScheduledReport report) {
        ReportTerms terms = report.terms();
        ReportForm form = new ReportForm();
        form.id = report.id();
        form.name = terms.name();
        form.rhythm = terms.rhythm().word();
        form.at = terms.at().toString();
        form.zone = terms.zone().getId();
        form.node = terms.node();
        form.format = terms.format().word();
        form.recipients = String.join("\n", terms.recipients());
        return form;
    }

    /** @throws dev.sluice.master.delivery.TermsException for the first field that is wrong */
    ReportTerms terms() {
        return ReportTerms.of(name, rhythm, at.strip(), zone.strip(), node.strip(), format, Lines.values(recipients));
    }

    public long getId() {
        return id;
    }

    public boolean isNew() {
        return id == 0;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getRhythm() {
        return rhythm;
    }

    public void setRhythm(String rhythm) {
        this.rhythm = rhythm;
    }

    public String getAt() {
        return at;
    }

    public void setAt(String at) {
        this.at = at;
    }

    public String getZone() {
        return zone;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public String getNode() {
        return node;
    }

    public void setNode(String node) {
        this.node = node;
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format;
    }

    public String getRecipients() {
        return recipients;
    }

    public void setRecipients(String recipients) {
        this.recipients = recipients;
    }
}
