package dev.sluice.portal.pages;

import dev.sluice.master.audit.Audit;
import dev.sluice.master.audit.AuditEvent;
import dev.sluice.master.audit.AuditFilter;
import dev.sluice.master.audit.Verdict;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** Who changed what, filtered, a page at a time; and whether the chain holds. */
@Named
@ViewScoped
public class AuditPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LIMIT = 100;

    @Inject
    transient Audit audit;

    private transient List<AuditRow> rows = List.of();
    private transient Optional<Verdict> verdict = Optional.empty();
    private long below;
    private boolean more;
    private String who = "";
    private String action = "";
    private String object = "";

    /** The newest. */
    @PostConstruct
    public void load() {
        below = 0;
        show();
    }

    /** The next page. */
    public void older() {
        below = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).number();
        show();
    }

    private void show() {
        List<AuditEvent> found = audit.newest(filter(), LIMIT + 1);
        more = found.size() > LIMIT;
        rows = found.stream().limit(LIMIT).map(AuditRow::of).toList();
    }

    private AuditFilter filter() {
        return new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                who.strip(),
                action.strip(),
                object.strip(),
                below == 0 ? Optional.empty() : Optional.of(below));
    }

    public void clear() {
        who = "";
        action = "";
        object = "";
        load();
    }

    public void verify() {
        verdict = Optional.of(audit.verify(Optional.empty()));
    }

    public boolean isVerified() {
        return verdict.isPresent();
    }

    public boolean isHolding() {
        return verdict.filter(Verdict::holds).isPresent();
    }

    /** What became of the verification. */
    public String getVerdict() {
        return verdict.map(AuditPage::words).orElse("");
    }

    private static String words(Verdict verdict) {
        return verdict.broken()
                .map(number -> "The chain is broken at event " + number + ". " + verdict.why())
                .orElse("The chain holds: " + verdict.seal().number() + " events. Keep this seal elsewhere:");
    }

    /** Up to where the chain holds. */
    public String getSeal() {
        return verdict.map(known -> known.seal().toString()).orElse("");
    }

    public List<AuditRow> getRows() {
        return rows;
    }

    public boolean isMore() {
        return more;
    }

    public boolean isFirst() {
        return below == 0;
    }

    public String getWho() {
        return who;
    }

    public void setWho(String who) {
        this.who = who;
    }

    public String getAction() {
        return action;
    }

    public void setAction(String action) {
        this.action = action;
    }

    public String getObject() {
        return object;
    }

    public void setObject(String object) {
        this.object = object;
    }
}
