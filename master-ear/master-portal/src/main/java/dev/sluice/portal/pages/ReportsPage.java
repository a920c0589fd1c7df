package dev.sluice.portal.pages;

import dev.sluice.master.node.Node;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.Completeness;
import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.rollup.Period;
import dev.sluice.master.rollup.Reports;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Traffic of a period against the one before, over time, by node, and what comes first. */
@Named
@ViewScoped
@SuppressWarnings("NullAway.Init") // the container calls show() before anybody sees the bean
public class ReportsPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int FARTHEST_BACK = 365;

    @Inject
    transient Reports reports;

    @Inject
    transient Completeness completeness;

    @Inject
    transient Nodes nodes;

    private transient @Nullable Board board;
    private Instant readAt = Instant.EPOCH;
    private Instant completeUpTo = Instant.EPOCH;
    private Instant now = Instant.EPOCH;
    private Span span = Span.DAY;
    private final TimeRange times = new TimeRange();
    private int back;
    private String node = "";

    /** Reads all figures; leaves those that are there when the times are none. */
    @PostConstruct
    public void show() {
        if (board != null && isTimesWrong()) {
            return;
        }
        now = Instant.now();
        readAt = now;
        completeUpTo = completeness.completeUpTo();
        board = Board.of(reports, period(), node);
    }

    private Period period() {
        return isFree() ? times.period().orElseThrow() : span.period(now, back);
    }

    /** Called every few seconds. */
    public void refresh() {
        now = Instant.now();
        if (isTimesWrong()) {
            return;
        }
        if (board == null
                || board.hoursLeft() > 0
                || readAt.plus(Span.patience(period().length())).isBefore(now)) {
            show();
        } else {
            completeUpTo = completeness.completeUpTo();
        }
    }

    /** Another length of time, up to now; or the time that is shown, to be changed. */
    public void choose() {
        back = 0;
        if (isFree()) {
            times.set(getBoard().period());
        }
        show();
    }

    public void earlier() {
        back = Math.min(FARTHEST_BACK, back + 1);
        times.shift(-1);
        show();
    }

    public void later() {
        back = Math.max(0, back - 1);
        times.shift(1);
        show();
    }

    public boolean isFree() {
        return span == Span.FREE;
    }

    public boolean isTimesWrong() {
        return isFree() && times.period().isEmpty();
    }

    public TimeRange getTimes() {
        return times;
    }

    public Board getBoard() {
        if (board == null) {
            show();
        }
        return Objects.requireNonNull(board);
    }

    /** Records of the chosen node; the charts add the time that was clicked on. */
    public String getRecords() {
        return RecordLink.to(RecordFilter.ALL.with(RecordField.NODE, node));
    }

    /** Requests a second that the nodes have now. */
    public String getRate() {
        return Amounts.rate(nodes.all().stream()
                .filter(each -> node.isEmpty() || each.id().equals(node))
                .mapToDouble(each -> each.rates().exchanges())
                .sum());
    }

    public String rate(String id) {
        return nodes.find(id)
                .map(each -> Amounts.rate(each.rates().exchanges()))
                .orElse("");
    }

    public List<String> getNodeNames() {
        return nodes.all().stream().map(Node::id).toList();
    }

    public Span[] getSpans() {
        return Span.values();
    }

    public Span getSpan() {
        return span;
    }

    public void setSpan(Span span) {
        this.span = span;
    }

    public boolean isLatest() {
        return back == 0 && !isFree();
    }

    public String getNode() {
        return node;
    }

    /** A menu hands its empty choice over as null. */
    public void setNode(@Nullable String node) {
        this.node = Objects.requireNonNullElse(node, "");
    }

    public Instant getCompleteUpTo() {
        return completeUpTo;
    }

    public long getCompleteMillis() {
        return completeUpTo.toEpochMilli();
    }

    public String getCompleteAgo() {
        return Amounts.ago(Duration.between(completeUpTo, now));
    }

    /** Whether the end of the period is not all there yet, for more than the usual moment. */
    public boolean isBehind() {
        return completeUpTo.isBefore(getBoard().period().to().minus(Duration.ofMinutes(2)));
    }

    /** The master's clock in milliseconds, for the ages that the page counts on by itself. */
    public long getNow() {
        return now.toEpochMilli();
    }
}
