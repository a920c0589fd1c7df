package dev.sluice.portal.pages;

import dev.sluice.master.node.Node;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.RecordFilter;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.primefaces.event.ToggleEvent;
import org.primefaces.model.Visibility;

/** The newest access records, filtered. */
@Named
@ViewScoped
public class RecordsPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LIMIT = 100;

    @Inject
    transient AccessRecords records;

    @Inject
    transient Nodes nodes;

    private final Set<String> open = new HashSet<>();
    private transient List<RecordRow> rows = List.of();
    private boolean paused;
    private String node = "";
    private String client = "";
    private String host = "";
    private String action = "";

    @PostConstruct
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
        return new RecordFilter(node, client.strip(), host.strip(), action);
    }

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
