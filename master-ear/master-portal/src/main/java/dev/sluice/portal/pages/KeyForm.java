package dev.sluice.portal.pages;

import dev.sluice.master.enrollment.KeyTerms;
import dev.sluice.master.member.Member;
import dev.sluice.policy.match.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terms of an activation key as typed. The narrow ones stand there at first: one node, for a day, with approval. */
public class KeyForm {
    private String label = "";
    private String uses = "1";
    private String hours = "24";
    private String group = "";
    private String networks = "";
    private boolean autoApprove;

    /** @param field empty for no field in particular */
    record Mistake(String field, String sentence) {}

    /** What is wrong with it, a sentence for each; empty when {@link #terms} can be called. */
    List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        if (!uses.isBlank() && !uses.strip().matches("[0-9]{1,6}")) {
            mistakes.add(new Mistake("uses", "The uses are a number, or nothing for any number."));
        }
        if (!Member.GROUP.matcher(group.strip()).matches()) {
            mistakes.add(new Mistake("group", "A group is lower-case letters, digits and hyphens, at most 63."));
        }
        for (String network : Lines.values(networks)) {
            try {
                Network.parse(network);
            } catch (IllegalArgumentException e) {
                mistakes.add(new Mistake("networks", "“" + network + "” " + e.getMessage()));
            }
        }
        if (mistakes.isEmpty()) {
            try {
                terms();
            } catch (IllegalArgumentException e) {
                mistakes.add(new Mistake("", String.valueOf(e.getMessage())));
            }
        }
        return mistakes;
    }

    /** @throws IllegalArgumentException with a sentence when they are no terms */
    KeyTerms terms() {
        return new KeyTerms(
                label.strip(),
                uses.isBlank() ? Optional.empty() : Optional.of(Integer.valueOf(uses.strip())),
                hours.isEmpty() ? Optional.empty() : Optional.of(Duration.ofHours(Long.parseLong(hours))),
                group.strip(),
                Lines.values(networks).stream().map(Network::parse).toList(),
                autoApprove);
    }

    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    public String getUses() {
        return uses;
    }

    public void setUses(String uses) {
        this.uses = uses;
    }

    public String getHours() {
        return hours;
    }

    /** A menu hands its empty choice over as null. */
    public void setHours(@Nullable String hours) {
        this.hours = Objects.requireNonNullElse(hours, "");
    }

    public String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public String getNetworks() {
        return networks;
    }

    public void setNetworks(String networks) {
        this.networks = networks;
    }

    public boolean isAutoApprove() {
        return autoApprove;
    }

    public void setAutoApprove(boolean autoApprove) {
        this.autoApprove = autoApprove;
    }
}
