package dev.sluice.slave.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What must hold before clients are sent to this node. Safe for any thread. */
public final class Readiness {
    private record Requirement(String problem, BooleanSupplier holds) {}

    private final List<Requirement> requirements = new CopyOnWriteArrayList<>();

    /** @param problem a sentence for the operator, said while the requirement does not hold */
    public Readiness require(String problem, BooleanSupplier holds) {
        requirements.add(new Requirement(problem, holds));
        return this;
    }

    /** What is not as it must be, empty when the node is ready. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Requirement requirement : requirements) {
            if (!requirement.holds().getAsBoolean()) {
                problems.add(requirement.problem());
            }
        }
        return problems;
    }
}
