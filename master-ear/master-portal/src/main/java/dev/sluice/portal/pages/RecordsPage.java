package dev.sluice.portal.pages;

import dev.sluice.master.export.RecordFormat;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.SearchTooLongException;
import jakarta.annotation.PostConstruct;
import jakarta.faces.annotation.RequestParameterMap;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** What the page was opened with. */
    @Inject
    @RequestParameterMap
    transient Map<String, String> parameters;

    private final RecordFilterForm form = new RecordFilterForm();
    private final Set<String> open = new HashSet<>();
    private transient List<RecordRow> rows = List.of();
    private boolean paused;
    private String problem = "";

    /** Filters as the address says. */
    @PostConstruct
    public void begin() {
        form.show(RecordLink.read(parameters));
        load();
    }

    public void load() {
        try {
            rows = records.newest(form.filter(), LIMIT).stream()
                    .map(RecordRow::of)
                    .toList();
            problem = "";
        } catch (SearchTooLongException e) {
            rows = List.of();
            problem = e.explanation();
        }
        open.retainAll(rows.stream().map(RecordRow::key).toList());
    }

    /** Called when records have arrived; what took too long is not tried again until somebody asks for it. */
    public void refresh() {
        if (!paused && problem.isEmpty()) {
            load();
        }
    }

    public void pauseOrResume() {
        paused = !paused;
        refresh();
        Say.toScript("paused", paused);
    }

    public void clear() {
        form.show(RecordFilter.ALL);
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

    /** Where what the filters let through is to be had as a file, in each format. */
    public List<ExportLink> getExports() {
        RecordFilter filter = form.filter();
        return Arrays.stream(RecordFormat.values())
                .map(format -> new ExportLink(format.title(), RecordLink.export(filter, format)))
                .toList();
    }

    /** A name to click on and where it leads. */
    public record ExportLink(String title, String address) {}

    public boolean isFiltered() {
        return !form.filter().equals(RecordFilter.ALL);
    }

    /** Why nothing is shown; empty when all is well. */
    public String getProblem() {
        return problem;
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

    public RecordFilterForm getForm() {
        return form;
    }
}
