package dev.sluice.slave.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What must hold before clients are sent to this node. Safe for any thread. */
public final class Readiness {
    private record Requirement(String problem, BooleanSupplier holds, boolean onPurpose) {}

    private final List<Requirement> requirements = new CopyOnWriteArrayList<>();

    /** @param problems sentences for the operator, empty when the node is ready
     * @param leaving whether nothing is wrong with the node but that it goes out of service on purpose: it takes no new
     * clients, and those it has go on */
    public record Verdict(List<String> problems, boolean leaving) {}

    /** @param problem a sentence for the operator, said while the requirement does not hold */
    public Readiness require(String problem, BooleanSupplier holds) {
        requirements.add(new Requirement(problem, holds, false));
        return this;
    }

    /** @param problem a sentence for the operator, said while the node goes out of service or is out of it */
    public Readiness requireStaying(String problem, BooleanSupplier stays) {
        requirements.add(new Requirement(problem, stays, true));
        return this;
    }

    public Verdict verdict() {
        List<String> problems = new ArrayList<>();
        boolean onPurpose = true;
        for (Requirement requirement : requirements) {
            if (!requirement.holds().getAsBoolean()) {
                problems.add(requirement.problem());
                onPurpose &= requirement.onPurpose();
            }
        }
        return new Verdict(List.copyOf(problems), onPurpose && !problems.isEmpty());
    }
}
