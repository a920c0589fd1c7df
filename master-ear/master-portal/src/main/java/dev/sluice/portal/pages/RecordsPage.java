package dev.sluice.portal.pages;

import dev.sluice.master.export.RecordFormat;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import jakarta.annotation.PostConstruct;
import jakarta.faces.annotation.RequestParameterMap;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.primefaces.event.ToggleEvent;
import org.primefaces.model.Visibility;

/** The newest access records, filtered. */
@Named
@ViewScoped
public class RecordsPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LIMIT = 100;
    private static final Set<RecordField> WITH_FIELD =
            EnumSet.of(RecordField.NODE, RecordField.CLIENT, RecordField.ACTION);

    @Inject
    transient AccessRecords records;

    @Inject
    transient Nodes nodes;

    /** What the page was opened with. */
    @Inject
    @RequestParameterMap
    transient Map<String, String> parameters;

    private final Set<String> open = new HashSet<>();
    private transient List<RecordRow> rows = List.of();
    private RecordFilter asked = RecordFilter.ALL;
    private boolean paused;
    private String node = "";
    private String client = "";
    private String host = "";
    private String action = "";

    /** Filters as the address says. */
    @PostConstruct
    public void begin() {
        asked = RecordLink.read(parameters);
        node = asked.exactly().getOrDefault(RecordField.NODE, "");
        client = asked.exactly().getOrDefault(RecordField.CLIENT, "");
        action = asked.exactly().getOrDefault(RecordField.ACTION, "");
        load();
    }

    public void load() {
        rows = records.newest(filter(), LIMIT).stream().map(RecordRow::of).toList();
        open.retainAll(rows.stream().map(RecordRow::key).toList());
    }

    /** Called when records have arrived. */
    public void refresh() {
        if (!paused) {
            load();
        }
    }

    public void pauseOrResume() {
        paused = !paused;
        refresh();
        Say.toScript("paused", paused);
    }

    public void clear() {
        asked = RecordFilter.ALL;
        node = "";
        client = "";
        host = "";
        action = "";
        load();
    }

    /** A row's details were opened or closed; they stay so when the table is rendered again. */
    public void toggled(ToggleEvent event) {
        if (event.getData() instanceof RecordRow row) {
            if (event.getVisibility() == Visibility.VISIBLE) {
                open.add(row.key());
            } else {
                open.remove(row.key());
            }
        }
    }

    public boolean open(String key) {
        return open.contains(key);
    }

    private RecordFilter filter() {
        return asked.with(RecordField.NODE, node)
                .with(RecordField.CLIENT, client.strip())
                .with(RecordField.ACTION, action)
                .withHost(host.strip());
    }

    /** What the address asked for besides what has a field: {@code user: anna}. */
    public List<String> getNarrowing() {
        List<String> words = new ArrayList<>();
        new TreeMap<>(asked.exactly()).forEach((field, value) -> {
            if (!WITH_FIELD.contains(field)) {
                words.add(field.word() + ": " + (value.equals(RecordFilter.ANY) ? "any" : value));
            }
        });
        return words;
    }

    /** In milliseconds since 1970; 0 for no earliest time. */
    public long getFromMillis() {
        return asked.from().equals(Instant.MIN) ? 0 : asked.from().toEpochMilli();
    }

    /** In milliseconds since 1970; 0 for no end. */
    public long getToMillis() {
        return asked.to().equals(Instant.MAX) ? 0 : asked.to().toEpochMilli();
    }

    /** Where what the filters let through is to be had as a file, in each format. */
    public List<ExportLink> getExports() {
        RecordFilter filter = filter();
        return Arrays.stream(RecordFormat.values())
                .map(format -> new ExportLink(format.title(), RecordLink.export(filter, format)))
                .toList();
    }

    /** A name to click on and where it leads. */
    public record ExportLink(String title, String address) {}

    public boolean isFiltered() {
        return !filter().equals(RecordFilter.ALL);
    }

    public List<String> getNodeNames() {
        return nodes.all().stream().map(Node::id).toList();
    }

    public int getLimit() {
        return LIMIT;
    }

    public List<RecordRow> getRows() {
        return rows;
    }

    public boolean isPaused() {
        return paused;
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

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public String getAction() {
        return action;
    }

    /** A menu hands its empty choice over as null. */
    public void setAction(@Nullable String action) {
        this.action = Objects.requireNonNullElse(action, "");
    }
}
