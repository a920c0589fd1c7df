package dev.sluice.portal.pages;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StatusRange;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of the records page with what else is filtered by, such as what a report led to. */
public final class RecordFilterForm implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Set<RecordField> WITH_FIELD =
            EnumSet.of(RecordField.NODE, RecordField.CLIENT, RecordField.ACTION);

    private RecordFilter rest = RecordFilter.ALL;
    private String node = "";
    private String client = "";
    private String text = "";
    private String status = "";
    private String action = "";

    void show(RecordFilter filter) {
        rest = filter;
        node = filter.exactly().getOrDefault(RecordField.NODE, "");
        client = filter.exactly().getOrDefault(RecordField.CLIENT, "");
        action = filter.exactly().getOrDefault(RecordField.ACTION, "");
        text = filter.text();
        status = filter.status().toString();
    }

    /** A status that cannot be read counts as none; {@link #isStatusWrong} tells of it. */
    RecordFilter filter() {
        return rest.with(RecordField.NODE, node)
                .with(RecordField.CLIENT, client.strip())
                .with(RecordField.ACTION, action)
                .withText(text.strip())
                .withStatus(StatusRange.of(status.strip()).orElse(StatusRange.ALL));
    }

    public boolean isStatusWrong() {
        return StatusRange.of(status.strip()).isEmpty();
    }

    public String getStatusForm() {
        return "Write " + StatusRange.FORM + ".";
    }

    /** What is filtered by besides what has a field: {@code user: anna}. */
    public List<String> getNarrowing() {
        List<String> words = new ArrayList<>();
        new TreeMap<>(rest.exactly()).forEach((field, value) -> {
            if (!WITH_FIELD.contains(field)) {
                words.add(field.word() + ": " + (value.equals(RecordFilter.ANY) ? "any" : value));
            }
        });
        if (!rest.host().isEmpty()) {
            words.add("host contains: " + rest.host());
        }
        return words;
    }

    /** In milliseconds since 1970; 0 for no earliest time. */
    public long getFromMillis() {
        return rest.from().equals(Instant.MIN) ? 0 : rest.from().toEpochMilli();
    }

    /** In milliseconds since 1970; 0 for no end. */
    public long getToMillis() {
        return rest.to().equals(Instant.MAX) ? 0 : rest.to().toEpochMilli();
    }

    public String getNode() {
        return node;
    }

    /** A menu hands its empty choice over as null. */
    public void setNode(@Nullable String node) {
        this.node = Objects.requireNonNullElse(node, "");
    }

    public String getClient() {
        return client;
    }

    public void setClient(String client) {
        this.client = client;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public String getStatus() {
        return status;
    }

    public void setStatus(String status) {
        this.status = status;
    }

    public String getAction() {
        return action;
    }

    /** A menu hands its empty choice over as null. */
    public void setAction(@Nullable String action) {
        this.action = Objects.requireNonNullElse(action, "");
    }
}
