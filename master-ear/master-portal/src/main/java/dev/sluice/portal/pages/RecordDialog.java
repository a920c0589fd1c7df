package dev.sluice.portal.pages;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.explain.Explanations;
import dev.sluice.master.explain.RecordExplanation;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.SearchTooLongException;
import dev.sluice.policy.model.Action;
import dev.sluice.portal.record.ExplanationWords;
import dev.sluice.portal.record.HostRule;
import jakarta.faces.annotation.RequestParameterMap;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One record with all that is stored of it, and why it was decided so. */
@Named
@ViewScoped
public class RecordDialog implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    transient AccessRecords records;

    @Inject
    transient Explanations explanations;

    @Inject
    transient Nodes nodes;

    /** The key of the record that was clicked on is in {@code record}: the list may have moved on since. */
    @Inject
    @RequestParameterMap
    transient Map<String, String> parameters;

    @Inject
    DraftDesk desk;

    private String done = "";
    private transient Optional<RecordExplanation> explanation = Optional.empty();
    private transient List<HostRule> rules = List.of();

    public void open() {
        boolean found = false;
        try {
            found = show(parameters.getOrDefault("record", ""));
            if (!found) {
                Say.error("This record is no longer kept.");
            }
        } catch (SearchTooLongException e) {
            Say.error(e.explanation());
        }
        Say.toScript("found", found);
    }

    boolean show(String key) {
        explanation = RecordKey.read(key)
                .flatMap(k -> records.find(k.node(), k.boot(), k.sequence(), Optional.of(k.time())))
                .map(explanations::of);
        done = "";
        desk.refresh();
        rules = explanation.isPresent() ? possibleRules() : List.of();
        return explanation.isPresent();
    }

    private List<HostRule> possibleRules() {
        AccessRecord record = explanation.orElseThrow().stored().record();
        Action action = isLetThrough() ? new Action.Block("") : new Action.Allow();
        return HostRule.possible(record, action, groupNow(), desk.bundle());
    }

    /** Puts a rule for the record's host into the draft, as it was when the record was opened. */
    public void decide(HostRule rule) {
        done = "";
        String words = "Rule “" + rule.name() + "” is in the draft.";
        switch (desk.apply(words, rule::addTo)) {
            case SAVED -> done = words;
            case STALE -> Say.error("Somebody else changed the draft in between. Look at the rules, then try again.");
            case REFUSED -> {}
        }
    }

    /** Those that could be made of the record when it was opened: a button stays the same button. */
    public List<HostRule> getRules() {
        return rules;
    }

    /** What a button for it says. */
    public String words(HostRule rule) {
        return switch (rule.scope()) {
            case ALL -> "For all";
            case CLIENT -> "For client " + rule.record().client();
            case USER -> "For user “" + rule.record().user() + "”";
            case USER_GROUP -> "For users in “" + rule.group() + "”";
            case NODE_GROUP -> "On nodes of “" + rule.group() + "”";
        };
    }

    /** What was put into the draft since the record was opened; empty for nothing. */
    public String getDone() {
        return done;
    }

    /** Neither blocked nor asked who it is. */
    public boolean isLetThrough() {
        return getRow().action().equals("allow");
    }

    public boolean isOpen() {
        return explanation.isPresent();
    }

    public RecordRow getRow() {
        return RecordRow.of(explanation.orElseThrow().stored());
    }

    public String getSummary() {
        return ExplanationWords.summary(explanation.orElseThrow());
    }

    /** Whether record and policy do not agree. */
    public boolean isOther() {
        return explanation.orElseThrow().finding() == RecordExplanation.Finding.OTHER;
    }

    public List<String> getUnknown() {
        return ExplanationWords.unknown(explanation.orElseThrow(), groupNow());
    }

    private String groupNow() {
        String node = explanation.orElseThrow().stored().node();
        return nodes.find(node).map(known -> known.member().group()).orElse("");
    }

    public TriedRules getTried() {
        return explanation.orElseThrow().why().map(TriedRules::of).orElse(TriedRules.NONE);
    }
}
