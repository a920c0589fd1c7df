package dev.sluice.portal.pages;

import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.enrollment.Enrollment;
import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.enrollment.Keys;
import dev.sluice.master.enrollment.RefusalNote;
import dev.sluice.master.enrollment.RefusedException;
import jakarta.annotation.PostConstruct;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.model.SelectItem;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How nodes come into the cluster: activation keys, requests that wait for a person, and those that were refused. */
@Named
@ViewScoped
public class JoinPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int REFUSALS = 50;
    private static final List<SelectItem> LIVES = List.of(
            new SelectItem("1", "1 hour"),
            new SelectItem("24", "1 day"),
            new SelectItem("168", "7 days"),
            new SelectItem("720", "30 days"),
            new SelectItem("8760", "1 year"),
            new SelectItem("", "For ever"));

    @Inject
    transient Keys keys;

    @Inject
    transient Enrollments enrollments;

    @Inject
    transient MasterConfig config;

    private transient List<KeyRow> all = List.of();
    private transient List<Request> pending = List.of();
    private transient List<Refusal> refusals = List.of();
    private transient KeyForm form = new KeyForm();
    private Instant now = Instant.EPOCH;
    private boolean withDead;

    /** The key that was just made; nobody can see it again once this is forgotten. */
    private transient String made = "";

    /** A request that waits. */
    public record Request(
            String id,
            String node,
            String address,
            String keyId,
            String version,
            String shortPublicKey,
            String publicKey,
            String at,
            long millis,
            String ago) {}

    /** A request that was refused. */
    public record Refusal(
            String at,
            long millis,
            String ago,
            String node,
            String address,
            String keyId,
            String reason,
            String text) {}

    /** Shows what is known now. */
    @PostConstruct
    public void show() {
        now = Instant.now();
        all = keys.all().stream().map(key -> KeyRow.of(key, now)).toList();
        pending = enrollments.pending().stream().map(this::request).toList();
        refusals = enrollments.refusals(REFUSALS).stream().map(this::refusal).toList();
    }

    private Request request(Enrollment enrollment) {
        Instant at = enrollment.askedAt();
        return new Request(
                enrollment.id(),
                enrollment.node(),
                enrollment.address(),
                enrollment.keyId(),
                enrollment.version(),
                NodeRow.shortened(enrollment.publicKey()),
                enrollment.publicKey(),
                at.toString(),
                at.toEpochMilli(),
                Amounts.ago(Duration.between(at, now)));
    }

    private Refusal refusal(RefusalNote note) {
        Instant at = note.at();
        return new Refusal(
                at.toString(),
                at.toEpochMilli(),
                Amounts.ago(Duration.between(at, now)),
                note.node(),
                note.address(),
                note.keyId(),
                note.reason(),
                note.text());
    }

    /** Called when nodes have asked or spoken. */
    public void refresh() {
        show();
    }

    /** Begins a key. */
    public void begin() {
        form = new KeyForm();
        made = "";
    }

    public void make() {
        List<KeyForm.Mistake> mistakes = form.mistakes();
        if (mistakes.isEmpty()) {
            made = keys.create(form.terms(), Say.who()).text();
            show();
        } else {
            mistakes.forEach(mistake -> Say.at("making", mistake.field(), mistake.sentence()));
        }
        Say.toScript("saved", mistakes.isEmpty());
    }

    public void forget() {
        begin();
    }

    public void revoke(String id) {
        said(keys.revoke(id, Say.who()), "Nobody can join with key " + id + " any more. Nodes that did stay.");
    }

    public void approve(String id) {
        try {
            said(enrollments.approve(id, Say.who()).isPresent(), "The node is let in.");
        } catch (RefusedException e) {
            Say.error(e.refusal().text());
            show();
        }
    }

    public void decline(String id) {
        said(enrollments.decline(id, Say.who()).isPresent(), "The node is not let in.");
    }

    private void said(boolean done, String sentence) {
        if (done) {
            Say.done(sentence);
        } else {
            Say.error("Somebody else was quicker; the page shows how it is now.");
        }
        show();
    }

    public boolean isMade() {
        return !made.isEmpty();
    }

    public String getMadeKey() {
        return made;
    }

    /** The line for the other machine. */
    public String getCommand() {
        return JoinLine.of(made, master());
    }

    /** Whether the address in the command works on this machine only. */
    public boolean isHereOnly() {
        return JoinLine.isLoopback(master());
    }

    private URI master() {
        ExternalContext request = FacesContext.getCurrentInstance().getExternalContext();
        URI seen = URI.create("https://" + request.getRequestServerName() + ":" + request.getRequestServerPort());
        return JoinLine.master(config.portalUrl(), seen);
    }

    /** The keys that nodes may join with, then all others if they are wanted. */
    public List<KeyRow> getKeys() {
        return all.stream().filter(key -> withDead || key.good()).toList();
    }

    public long getDead() {
        return all.stream().filter(key -> !key.good()).count();
    }

    public void showOrHideDead() {
        withDead = !withDead;
        show();
    }

    public boolean isWithDead() {
        return withDead;
    }

    public List<Request> getPending() {
        return pending;
    }

    public List<Refusal> getRefusals() {
        return refusals;
    }

    public KeyForm getForm() {
        return form;
    }

    public List<SelectItem> getLives() {
        return LIVES;
    }

    /** The master's clock in milliseconds, for the ages that the page counts on by itself. */
    public long getNow() {
        return now.toEpochMilli();
    }
}
