package dev.sluice.portal.pages;

import dev.sluice.master.report.Completeness;
import dev.sluice.master.report.NodeAccount;
import dev.sluice.master.syslog.Syslog;
import dev.sluice.master.syslog.SyslogState;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Whether all records are here, node by node. */
@Named
@ViewScoped
public class CompletenessPage implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    transient Completeness completeness;

    @Inject
    transient Syslog syslog;

    private transient List<NodeAccount> accounts = List.of();
    private transient Optional<SyslogState> receiver = Optional.empty();
    private Instant now = Instant.EPOCH;

    /** Shows what is known now. */
    @PostConstruct
    public void show() {
        now = Instant.now();
        accounts = completeness.accounts();
        receiver = syslog.state();
    }

    /** Called when nodes have spoken or records have arrived. */
    public void refresh() {
        show();
    }

    public List<AccountRow> getRows() {
        return accounts.stream().map(account -> AccountRow.of(account, now)).toList();
    }

    public int getCount() {
        return accounts.size();
    }

    /** Nodes of which no record is missing. */
    public long getHolding() {
        return accounts.stream().filter(account -> account.unaccounted() == 0).count();
    }

    public boolean isHolds() {
        return getHolding() == accounts.size();
    }

    public String getWaiting() {
        return sum(NodeAccount::spooled);
    }

    public String getGaps() {
        return sum(NodeAccount::gaps);
    }

    public String getMissing() {
        return sum(NodeAccount::unaccounted);
    }

    private String sum(ToLongFunction<NodeAccount> figure) {
        return Amounts.count(accounts.stream().mapToLong(figure).sum());
    }

    public Instant getCompleteUpTo() {
        return accounts.stream()
                .map(NodeAccount::completeUpTo)
                .min(Instant::compareTo)
                .orElse(now);
    }

    public long getCompleteMillis() {
        return getCompleteUpTo().toEpochMilli();
    }

    public String getCompleteAgo() {
        return Amounts.ago(Duration.between(getCompleteUpTo(), now));
    }

    /** A line on the syslog receiver; empty where none is set. */
    public String getSyslog() {
        return receiver.map(CompletenessPage::line).orElse("");
    }

    private static String line(SyslogState state) {
        String waiting = state.waiting() == 0
                ? " has all records."
                : " does not yet have " + Amounts.count(state.waiting()) + " records.";
        String expired = state.expired() == 0
                ? ""
                : " " + Amounts.count(state.expired()) + " were deleted for their age before they could be sent.";
        String error = state.error().isEmpty() ? "" : " " + state.error();
        return "The syslog receiver " + state.receiver() + waiting + expired + error;
    }

    public boolean isSyslogFailing() {
        return receiver.filter(state -> !state.error().isEmpty()).isPresent();
    }

    /** The master's clock in milliseconds, for the ages that the page counts on by itself. */
    public long getNow() {
        return now.toEpochMilli();
    }
}
